package ai.altairalabs.omnia.server.logging;

import ai.altairalabs.omnia.server.json.JsonLines;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** For log collectors: one JSON object a line. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        JsonLines line = new JsonLines()
                .begin()
                .field("time", event.getInstant().toString())
                .field("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .field("msg", String.valueOf(event.getFormattedMessage()))
                .field("logger", event.getLoggerName())
                .field("thread", event.getThreadName());
        if (event.getThrowableProxy() != null) {
            line.field("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return new String(line.end().toBytes(), StandardCharsets.UTF_8);
    }
}
