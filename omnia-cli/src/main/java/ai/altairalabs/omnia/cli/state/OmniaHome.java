package ai.altairalabs.omnia.cli.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of a user's own state: {@code $OMNIA_HOME}, by default {@code ~/.omnia}. */
public record OmniaHome(Path directory) {
    /** As the environment says. */
    public static OmniaHome ofProcess() {
        String home = System.getenv("OMNIA_HOME");
        return new OmniaHome(
                home != null && !home.isBlank()
                        ? Path.of(home).toAbsolutePath().normalize()
                        : Path.of(System.getProperty("user.home"), ".omnia"));
    }

    /** Describes the running {@code omnia up}. */
    public Path upState() {
        return directory.resolve("up.json");
    }

    /** Held by {@code omnia up} for as long as it lives: there is one at a time. */
    public Path upLock() {
        return directory.resolve("up.lock");
    }

    /** The log of the running {@code omnia up}. */
    public Path upLog() {
        return directory.resolve("up.log");
    }

    /** The private key of the development issuer. */
    public Path issuerKey() {
        return directory.resolve("issuer-key.json");
    }

    /** Held by a command that changes manifests, so that two do not mix. */
    public Path applyLock() {
        return directory.resolve("apply.lock");
    }

    /** Makes the directory, for its owner only, unless it is there. */
    public OmniaHome make() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return this;
    }
}
