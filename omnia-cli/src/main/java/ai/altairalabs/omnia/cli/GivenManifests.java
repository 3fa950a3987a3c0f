package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of a command that must be given manifests. */
final class GivenManifests {
    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            required = true,
            description = "A file or directory; `-` is standard input. May be given several times.")
    private List<Path> paths = List.of();

    ManifestFiles files() {
        return new ManifestFiles(paths);
    }
}
