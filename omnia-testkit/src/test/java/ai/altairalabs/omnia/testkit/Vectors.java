package ai.altairalabs.omnia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The repository's own vectors. */
final class Vectors {
    static final Path DIRECTORY = Path.of(System.getProperty("omnia.root"), "vectors");
    static final Path DECISIONS = DIRECTORY.resolve("decisions");
    static final Path SETS = DIRECTORY.resolve("sets");

    private Vectors() {}

    static VectorReader reader() {
        try {
            return VectorReader.withSets(SETS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VectorReader.Result all() {
        try {
            return reader().readAll(DECISIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
