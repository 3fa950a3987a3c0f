package ai.altairalabs.omnia.operator.deploy;

import ai.altairalabs.omnia.realparts.Part;
import ai.altairalabs.omnia.realparts.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real helm, on the chart of {@code deploy/helm/omnia}. */
final class Helm {
    static final String CHART = "deploy/helm/omnia";
    static final String NAMESPACE = "omnia-system";

    private final Path home;

    /** Keeps what it writes below this directory. */
    Helm(Path home) {
        this.home = home;
    }

    Ran run(String... arguments) {
        List<String> command = Stream.concat(Stream.of(Part.HELM.require().toString()), Stream.of(arguments))
                .toList();
        return Ran.run(Crds.ROOT, Map.of("HOME", home.toString()), command, "");
    }

    /** {@code helm template} with these {@code --set} values. */
    Ran template(String... values) {
        Stream<String> all = Stream.of("template", "omnia", CHART, "--namespace", NAMESPACE);
        return run(Stream.concat(all, Stream.of(values).flatMap(value -> Stream.of("--set", value)))
                .toArray(String[]::new));
    }
}
