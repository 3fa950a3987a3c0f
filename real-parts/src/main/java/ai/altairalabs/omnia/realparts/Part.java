package ai.altairalabs.omnia.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A program that tests run against. {@code real-parts/build} makes it; {@code real-parts/versions} has its version. */
public enum Part {
    KUBE_APISERVER,
    KUBECTL,
    ETCD,
    /** Istio's own translation of its security objects into Envoy's filters. */
    ISTIO_TRANSLATE,
    ENVOY,
    HELM,
    /** The conformance tests of the CEL specification: a file of data, marked executable as the programs are. */
    CEL_SPEC,
    /** A second reader of requests; of the system's own packages, {@code real-parts/build} does not make it. */
    NGINX;

    /** Its name as a program. */
    public String program() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where it is: below {@code KUBEBUILDER_ASSETS}, else in the cache, else on the path. */
    public Optional<Path> find() {
        return Stream.of(inAssets(), inCache(), onPath())
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The program. Where it is missing the test that asks is skipped, and says what to do; with the environment variable
     * {@code OMNIA_REAL_PARTS_REQUIRED=true} it fails instead.
     */
    public Path require() {
        Optional<Path> found = find();
        String advice = "the real part `" + program() + "` is missing: "
                + (this == NGINX ? "install the system's package" : "run `real-parts/build " + program() + "`");
        if ("true".equals(System.getenv("OMNIA_REAL_PARTS_REQUIRED"))) {
            return found.orElseThrow(() -> new IllegalStateException(advice));
        }
        Assumptions.assumeTrue(found.isPresent(), advice);
        return found.orElseThrow();
    }

    private Optional<Path> inAssets() {
        return directory(System.getenv("KUBEBUILDER_ASSETS")).map(assets -> assets.resolve(program()));
    }

    private Optional<Path> inCache() {
        return version()
                .map(version -> cache().resolve(program() + "-" + version).resolve(program()));
    }

    private Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).resolve(program()))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path cache() {
        return directory(System.getenv("OMNIA_REAL_PARTS"))
                .orElseGet(() -> directory(System.getenv("XDG_CACHE_HOME"))
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("omnia/real-parts"));
    }

    private static Optional<Path> directory(@Nullable String name) {
        return name == null || name.isBlank() ? Optional.empty() : Optional.of(Path.of(name));
    }

    /** The version that {@code real-parts/versions} names; empty where it is the system's own. */
    public Optional<String> version() {
        Path versions = Path.of(System.getProperty("omnia.root", ".")).resolve("real-parts/versions");
        try (Stream<String> lines = Files.lines(versions)) {
            return lines.map(line -> line.strip().split(" +"))
                    .filter(words -> words.length == 2 && words[0].equals(program()))
                    .map(words -> words[1])
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
