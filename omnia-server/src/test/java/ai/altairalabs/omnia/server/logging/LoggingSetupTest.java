package ai.altairalabs.omnia.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class LoggingSetupTest {
    @Test
    void isFoundByLogbackSoThatNothingGoesToStandardOutput() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        assertThat(root.iteratorForAppenders()).toIterable().extracting("name").containsExactly("stderr");
    }

    @Test
    void takesLevelsFromTheEnvironment() {
        LoggerContext context = new LoggerContext();
        LoggingSetup.apply(context, Map.of("OMNIA_LOG", "debug, io.netty=error,nonsense,=info"));
        assertThat(context.getLogger("ai.altairalabs.omnia.server").getEffectiveLevel())
                .isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.netty.x").getEffectiveLevel()).isEqualTo(Level.ERROR);
        assertThat(context.getLogger("other").getEffectiveLevel()).isEqualTo(Level.WARN);
        LoggerContext plain = new LoggerContext();
        LoggingSetup.apply(plain, Map.of());
        assertThat(plain.getLogger("ai.altairalabs.omnia.server").getEffectiveLevel())
                .isEqualTo(Level.INFO);
    }

    @Test
    void anEventIsOneLineWhateverItsText() {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("x", context.getLogger("a.b"), Level.WARN, "keys of {}", null, new Object[] {
                    "x\nforged \"line\"\u001b[0m"
                });
        String text = new TextLayout().doLayout(event);
        assertThat(text)
                .endsWith("Z warn keys of x forged \"line\" [0m\n".substring(1))
                .containsOnlyOnce("\n");
        String json = new JsonLayout().doLayout(event);
        assertThat(json).containsOnlyOnce("\n");
        var read = JsonMapper.builder().build().readTree(json);
        assertThat(read.get("msg").asString()).isEqualTo("keys of x\nforged \"line\"\u001b[0m");
        assertThat(read.get("level").asString()).isEqualTo("warn");
        assertThat(read.get("logger").asString()).isEqualTo("a.b");
    }
}
