package ai.altairalabs.omnia.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Sets up diagnostics: one line an event on standard error, because standard output belongs to the audit log. Found by
 * logback itself, so that nothing is ever logged otherwise.
 *
 * <p>{@code OMNIA_LOG} holds levels, separated by commas: {@code debug}, or {@code info,ai.altairalabs.omnia.server.identity=debug}.
 * {@code OMNIA_LOG_FORMAT} is {@code text} (default) or {@code json}.
 */
public final class LoggingSetup extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, System.getenv());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void apply(LoggerContext context, Map<String, String> environment) {
        Layout<ILoggingEvent> layout =
                environment.getOrDefault("OMNIA_LOG_FORMAT", "text").equalsIgnoreCase("json")
                        ? new JsonLayout()
                        : new TextLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setEncoder(encoder);
        appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
        appender.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("ai.altairalabs.omnia").setLevel(Level.INFO);
        for (String item : environment.getOrDefault("OMNIA_LOG", "").split(",", -1)) {
            level(context, item.strip());
        }
    }

    private static void level(LoggerContext context, String item) {
        int equals = item.indexOf('=');
        String logger =
                equals < 0 ? "ai.altairalabs.omnia" : item.substring(0, equals).strip();
        String name = item.substring(equals + 1).strip().toUpperCase(Locale.ROOT);
        Level level = Level.toLevel(name, null);
        if (level != null && !logger.isEmpty()) {
            context.getLogger(logger).setLevel(level);
        }
    }
}
