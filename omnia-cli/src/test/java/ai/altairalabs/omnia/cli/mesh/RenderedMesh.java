package ai.altairalabs.omnia.cli.mesh;

import ai.altairalabs.omnia.cli.manifest.YamlText;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.desired.Desired;
import ai.altairalabs.omnia.operator.observe.ManifestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Istio objects that the operator makes of manifests, as YAML. */
final class RenderedMesh {
    private RenderedMesh() {}

    static String of(List<Path> manifests, Mesh mesh) throws IOException {
        List<Decoded> files = new ArrayList<>();
        for (Path manifest : manifests) {
            files.add(ManifestReader.decode(manifest.toString(), Files.readAllBytes(manifest)));
        }
        ManifestCluster cluster = ManifestCluster.read(files, Limits.standard(() -> 0), mesh);
        return Desired.of(cluster.view()).objects().stream()
                .map(object -> YamlText.of(object.toMap()))
                .collect(Collectors.joining("---\n"));
    }

    /** The manifests of a case below {@code vectors/istio}. */
    static List<Path> manifests(String name) throws IOException {
        Path directory = Path.of(System.getProperty("omnia.root"), "vectors", "istio", name);
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> path.getFileName().toString().matches("in-.*\\.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
