package ai.altairalabs.omnia.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of {@code up}. */
class UpLogTest {
    @TempDir
    private Path directory;

    @Test
    void whatGoesToAStreamGoesToTheLogToo() throws Exception {
        Path file = directory.resolve("up.log");
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (UpLog log = UpLog.open(file, 1_000)) {
            log.beside(other).write("one line\n".getBytes(StandardCharsets.UTF_8));

            assertThat(other).hasToString("one line\n");
            assertThat(file).hasContent("one line\n");
        }
    }

    @Test
    void whatOutgrowsTheLimitIsKeptOnceAndTheLogBeginsAnew() throws Exception {
        Path file = directory.resolve("up.log");
        try (UpLog log = UpLog.open(file, 10)) {
            OutputStream out = log.beside(OutputStream.nullOutputStream());
            for (String line : new String[] {"first\n", "second\n", "third\n"}) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(file).hasContent("third\n");
        assertThat(directory.resolve("up.log.1")).hasContent("second\n");
    }

    @Test
    void eachUpBeginsALogAndKeepsTheOneBefore() throws Exception {
        Path file = directory.resolve("up.log");
        Files.writeString(file, "of the last up\n");

        UpLog.open(file, 10).close();

        assertThat(file).isEmptyFile();
        assertThat(directory.resolve("up.log.1")).hasContent("of the last up\n");
    }
}
