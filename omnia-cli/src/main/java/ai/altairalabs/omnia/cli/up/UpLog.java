package ai.altairalabs.omnia.cli.up;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The one log: what goes to standard output or standard error goes here too, for {@code omnia logs}. It begins anew with
 * each {@code up}; the one before is kept as {@code up.log.1}, and so is what outgrows {@link #LIMIT}.
 */
final class UpLog implements AutoCloseable {
    /** How large the file grows, in bytes. */
    static final long LIMIT = 64L << 20;

    private final Path file;
    private final long limit;
    private OutputStream out;
    private long size;

    private UpLog(Path file, long limit) throws IOException {
        this.file = file;
        this.limit = limit;
        this.out = begin();
    }

    static UpLog open(Path file) throws IOException {
        return new UpLog(file, LIMIT);
    }

    static UpLog open(Path file, long limit) throws IOException {
        return new UpLog(file, limit);
    }

    private OutputStream begin() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        size = 0;
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private synchronized void append(byte[] bytes, int offset, int length) throws IOException {
        if (size > 0 && size + length > limit) {
            out.close();
            out = begin();
        }
        out.write(bytes, offset, length);
        size += length;
    }

    /** A stream that writes to another one and to the log. Closing it closes neither. */
    OutputStream beside(OutputStream other) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                append(bytes, offset, length);
                other.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                other.flush();
            }
        };
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
