package ai.altairalabs.omnia.cli.manifest;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Map<Path, Decoded> files = new LinkedHashMap<>();
        for (Path root : roots) {
            if (root.equals(STDIN)) {
                if (!files.containsKey(STDIN)) {
                    files.put(STDIN, standardInput());
                }
                continue;
            }
            for (Path file : files(root)) {
                try {
                    // Who names a directory and a file in it, or a file twice, means it once.
                    Path once = file.toAbsolutePath().normalize();
                    if (!files.containsKey(once)) {
                        files.put(once, ManifestReader.decode(file.toString(), Files.readAllBytes(file)));
                    }
                } catch (NoSuchFileException _) {
                    // Gone since it was listed.
                } catch (AccessDeniedException _) {
                    throw new CannotDo("`" + file + "` cannot be read: no permission");
                }
            }
        }
        return List.copyOf(files.values());
    }

    private static Decoded standardInput() throws IOException {
        byte[] bytes = System.in.readNBytes(ManifestReader.MAX_BYTES + 1);
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            throw new CannotDo("there is no manifest: standard input is empty");
        }
        return ManifestReader.decode("<stdin>", bytes);
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
                throw new CannotDo("there is no manifest (*.yaml, *.yml, *.json) in `" + root + "`");
            }
            return files;
        } catch (AccessDeniedException _) {
            throw new CannotDo("directory `" + root + "` cannot be read: no permission");
        }
    }

    private static boolean isManifest(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && !Files.isDirectory(path);
    }
}
