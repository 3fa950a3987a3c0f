package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.state.OmniaHome;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * The one log: what goes to standard output or standard error goes here too, for {@code omnia logs}. It begins anew with
 * each {@code up}; the one before is kept as {@code up.log.1}, and so is what outgrows {@link #LIMIT}.
 */
public final class UpLog implements AutoCloseable {
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

    /** The log of this user's {@code up}. */
    public static UpLog open(OmniaHome home) throws IOException {
        return new UpLog(home.upLog(), LIMIT);
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
    public OutputStream beside(OutputStream other) {
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

    /** Makes diagnostics go here too, beside standard error, and gives that stream. */
    public OutputStream diagnostics() {
        OutputStream both = beside(new FileOutputStream(FileDescriptor.err));
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            if (root.getAppender("stderr") instanceof OutputStreamAppender<ILoggingEvent> standard) {
                OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
                appender.setContext(context);
                appender.setName("stderr and log");
                appender.setEncoder(standard.getEncoder());
                appender.setOutputStream(both);
                appender.start();
                root.detachAppender(standard);
                root.addAppender(appender);
            }
        }
        return both;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
