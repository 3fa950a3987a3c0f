package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the manifests below some paths. Of a directory these are its own files {@code *.yaml}, {@code *.yml} and
 * {@code *.json} whose name does not begin with a dot; directories inside it are not entered, as with {@code kubectl -f}.
 */
final class PolicyFiles {
    private final List<Path> roots;

    PolicyFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** All files as they were at one moment: none changed while they were read. */
    record Snapshot(Map<Path, byte[]> files, Map<Path, Stamp> stamps) {
        boolean sameContent(@Nullable Snapshot other) {
            return other != null
                    && files.keySet().equals(other.files.keySet())
                    && files.entrySet().stream()
                            .allMatch(file -> Arrays.equals(file.getValue(), other.files.get(file.getKey())));
        }

        /** Whether a file that had content is empty now: most likely somebody is about to write it. */
        boolean emptied(@Nullable Snapshot before) {
            return before != null
                    && files.entrySet().stream().anyMatch(file -> {
                        byte[] earlier = before.files.get(file.getKey());
                        return file.getValue().length == 0 && earlier != null && earlier.length > 0;
                    });
        }

        /** When a file was last changed, in milliseconds since the epoch. */
        long newest() {
            return stamps.values().stream()
                    .mapToLong(Stamp::modifiedMillis)
                    .max()
                    .orElse(0);
        }
    }

    /** What changes when a file does, without reading it. */
    record Stamp(@Nullable Object key, long size, long modifiedNanos, long modifiedMillis) {}

    /** The directories in which a change of the files shows. */
    List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        for (Path root : roots) {
            Path absolute = root.toAbsolutePath();
            Path parent = absolute.getParent();
            if (Files.isDirectory(root)) {
                directories.add(absolute);
            } else if (parent != null) {
                directories.add(parent);
            }
        }
        return directories;
    }

    /** The stamps of all files. @throws IOException with a message for people */
    Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        for (Path file : find()) {
            stamps.put(file, stamp(file));
        }
        return stamps;
    }

    /** Reads all files; null: one changed meanwhile, try again. @throws IOException with a message for people */
    @Nullable
    Snapshot read() throws IOException {
        Map<Path, Stamp> before = stamps();
        Map<Path, byte[]> files = new LinkedHashMap<>();
        for (Path file : before.keySet()) {
            try (InputStream in = Files.newInputStream(file)) {
                files.put(file, in.readNBytes(ManifestReader.MAX_BYTES + 1));
            } catch (IOException e) {
                throw readable(file, e);
            }
        }
        return before.equals(stamps()) ? new Snapshot(files, before) : null;
    }

    private List<Path> find() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : roots) {
            if (!Files.isDirectory(root)) {
                found.add(root);
                continue;
            }
            try (Stream<Path> inside = Files.list(root)) {
                inside.filter(PolicyFiles::isManifest).sorted().forEach(found::add);
            } catch (IOException | java.io.UncheckedIOException e) {
                throw readable(root, e instanceof IOException io ? io : e.getCause());
            }
        }
        return once(found);
    }

    /** A directory and a file in it, or one file twice, may be named: it counts once. */
    private static List<Path> once(List<Path> found) {
        Map<Path, Path> once = new LinkedHashMap<>();
        found.forEach(file -> once.putIfAbsent(file.toAbsolutePath().normalize(), file));
        return List.copyOf(once.values());
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && !Files.isDirectory(file);
    }

    private static Stamp stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.fileKey(),
                    attributes.size(),
                    attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                    attributes.lastModifiedTime().toMillis());
        } catch (IOException e) {
            throw readable(file, e);
        }
    }

    private static IOException readable(Path file, @Nullable Throwable fault) {
        String why = switch (fault) {
            case NoSuchFileException _ -> "there is no such file or directory";
            case AccessDeniedException _ -> "there is no permission to read it";
            case null, default -> "it cannot be read";
        };
        return new IOException("`" + file + "`: " + why, fault);
    }
}
