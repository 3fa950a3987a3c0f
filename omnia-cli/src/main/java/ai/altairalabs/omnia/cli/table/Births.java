package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;

/** When resources came to be. */
@FunctionalInterface
public interface Births {
    /** As far as files alone say it: when they were last changed. */
    Births OF_FILES = (_, _, modified) -> modified;

    /**
     * When a resource came to be.
     *
     * @param modified when its file was last changed
     */
    Instant of(Kind kind, ResourceName name, Instant modified);

    /** When a file was last changed; now, if it is none or is gone. */
    static Instant modified(SourceText file) {
        try {
            return Files.getLastModifiedTime(Path.of(file.name())).toInstant();
        } catch (IOException | InvalidPathException _) {
            return Instant.now();
        }
    }
}
