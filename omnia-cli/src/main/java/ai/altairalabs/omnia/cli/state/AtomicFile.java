package ai.altairalabs.omnia.cli.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file so that a reader sees the old or the new content, never a part, whatever happens in between. */
public final class AtomicFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private static final String PREFIX = ".omnia-";
    private static final String SUFFIX = ".tmp";

    private AtomicFile() {}

    /** Replaces the content; a file that is there keeps its permissions, and a link its target. */
    public static void write(Path file, String content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        boolean posix = posix(target);
        write(target, content, posix && Files.exists(target) ? Files.getPosixFilePermissions(target) : READABLE);
    }

    /** Takes away what writers that were killed left in a directory; the caller sees to it that nobody writes there. */
    public static void tidy(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Writes a file that nobody but its owner may read. */
    public static void writeSecret(Path file, String content) throws IOException {
        write(file.toAbsolutePath(), content, OWNER_ONLY);
    }

    /** Writes such a file unless there is one already: of several writers at once, one wins. */
    public static void createSecret(Path file, String content) throws IOException {
        Path temporary = temporary(directoryOf(file.toAbsolutePath()), content);
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException _) {
            // Somebody else was first; theirs counts.
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(Path target, String content, Set<PosixFilePermission> permissions) throws IOException {
        Path directory = directoryOf(target);
        Path temporary = temporary(directory, content);
        try {
            if (posix(target)) {
                Files.setPosixFilePermissions(temporary, permissions);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(directory);
    }

    /** A new file with this content on the disk, for its owner only; no reader of manifests looks at a hidden file. */
    private static Path temporary(Path directory, String content) throws IOException {
        Path temporary = Files.createTempFile(directory, PREFIX, SUFFIX);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return temporary;
    }

    /** Makes the new name durable where the file system can do that. */
    private static void syncDirectory(Path directory) throws IOException {
        if (posix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path directoryOf(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException("`" + file + "` is no file");
        }
        return directory;
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
