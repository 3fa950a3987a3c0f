package ai.altairalabs.omnia.cli.manifest;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Manifests on disk, found by the rule of {@code PolicyDirectory}.
 *
 * @param roots files and directories; {@code -} alone is standard input
 */
public record ManifestFiles(List<Path> roots) {
    private static final Path STDIN = Path.of("-");

    public ManifestFiles {
        roots = List.copyOf(roots);
    }

    /**
     * Reads them all.
     *
     * @throws CannotDo if a path does not exist or a directory holds no manifest
     */
    public List<Decoded> read() throws IOException {
        List<Decoded> files = new ArrayList<>();
        for (Path root : roots) {
            if (root.equals(STDIN)) {
                files.add(ManifestReader.decode("<stdin>", System.in.readNBytes(ManifestReader.MAX_BYTES + 1)));
                continue;
            }
            for (Path file : files(root)) {
                try {
                    files.add(ManifestReader.decode(file.toString(), Files.readAllBytes(file)));
                } catch (NoSuchFileException _) {
                    // Gone since it was listed.
                }
            }
        }
        return files;
    }

    private static List<Path> files(Path root) throws IOException {
        if (!Files.exists(root)) {
            throw new CannotDo("there is no file or directory `" + root + "`");
        }
        if (!Files.isDirectory(root)) {
            return List.of(root);
        }
        try (Stream<Path> entries = Files.list(root)) {
            List<Path> files =
                    entries.filter(ManifestFiles::isManifest).sorted().toList();
            if (files.isEmpty()) {
                throw new CannotDo("there is no manifest (*.yaml, *.yml) in `" + root + "`");
            }
            return files;
        }
    }

    private static boolean isManifest(Path path) {
        String name = String.valueOf(path.getFileName());
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
    }
}
