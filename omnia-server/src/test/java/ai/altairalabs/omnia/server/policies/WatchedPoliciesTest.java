package ai.altairalabs.omnia.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of policies that come into force. */
class WatchedPoliciesTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(WatchedPolicies.class);

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final WatchedPolicies loads = new WatchedPolicies(Limits.standard(() -> 0), Clock.systemUTC()) {
        @Override
        void next() {}

        @Override
        void release() {}
    };

    @BeforeEach
    void listen() {
        appender.start();
        LOG.addAppender(appender);
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(appender);
    }

    @Test
    void saysEachDoubtOnceAsLongAsItIsThere() {
        load("has(body.a) && body.a == 1.0 && body.a == 2.0");
        assertThat(said())
                .contains("WARN p.yaml:9:30: the rule `r` can never match: `body.a == 1.0` and `body.a == 2.0`"
                        + " exclude each other");
        appender.list.clear();

        load("has(body.a) && body.a == 1.0 && body.a == 2.0");
        assertThat(said()).noneMatch(line -> line.startsWith("WARN"));

        load("has(body.a) && body.a > 2.0");
        assertThat(said())
                .contains("INFO p.yaml:9:30: a negative `body.a` is not above 2, and passes")
                .noneMatch(line -> line.startsWith("WARN"));
        appender.list.clear();

        load("has(body.a) && body.a == 1.0 && body.a == 2.0");
        assertThat(said()).anyMatch(line -> line.contains("can never match"));
        assertThat(loads.ready()).isTrue();
    }

    @Test
    void saysWhichVersionIsInForceAfterABrokenEdit() {
        load("body.a == 1.0");
        assertThat(said()).anyMatch(line -> line.endsWith(": added toolpolicy production/p"));
        appender.list.clear();

        load("body.a ==");
        assertThat(said())
                .anyMatch(line -> line.startsWith("INFO policies, revision ") && line.endsWith(": no resource differs"))
                .anyMatch(line -> line.startsWith("WARN manifests have faults;"
                        + " in force in the last good version: toolpolicy production/p: p.yaml:9:"));
        appender.list.clear();

        load("body.a == 1.0");
        assertThat(said())
                .anyMatch(line -> line.endsWith(": no resource differs"))
                .noneMatch(WatchedPoliciesTest::warns);
        appender.list.clear();

        load("body.a ==");
        load("body.a == 2.0");
        assertThat(said()).anyMatch(line -> line.endsWith(": changed toolpolicy production/p"));
    }

    @Test
    void saysWhichPolicyWasNeverGood() {
        load("body.a ==");
        assertThat(said())
                .anyMatch(line -> line.startsWith("INFO policies, revision ") && line.endsWith(": no resource differs"))
                .anyMatch(line -> line.startsWith("WARN manifests have faults; never good, so their calls are refused"
                        + " (`policy-invalid`): toolpolicy production/p: p.yaml:9:"))
                .noneMatch(line -> line.contains("last good"));
        appender.list.clear();

        load("body.a == 1.0");
        assertThat(said())
                .anyMatch(line -> line.endsWith(": added toolpolicy production/p"))
                .noneMatch(WatchedPoliciesTest::warns);
    }

    @Test
    void saysWhatANeverGoodPolicyDoesThatOnlyWatches() {
        read(policy("body.a ==").replace("spec:", "spec:\n  mode: audit"));
        assertThat(said())
                .anyMatch(line -> line.startsWith("WARN manifests have faults; never good, and their calls go through"
                        + " and are recorded: toolpolicy production/p: p.yaml:10:"));
    }

    @Test
    void saysWhatAPolicyWithoutALegalNameDoes() {
        String nameless = policy("body.a == 1.0").replace("name: p,", "name: BAD name,");
        read(nameless);
        assertThat(said())
                .anyMatch(line -> line.startsWith("WARN manifests have faults; without a legal name, so what they"
                        + " were to guard is refused (`policy-invalid`): p.yaml:3:"));
        appender.list.clear();

        read(policy("body.a ==") + "\n---\n" + nameless.replace("spec:", "spec:\n  mode: audit"));
        assertThat(said())
                .anyMatch(line -> line.startsWith("WARN manifests have faults; never good, so their calls are refused"
                        + " (`policy-invalid`): toolpolicy production/p; without a legal name, and what they"
                        + " were to guard goes through and is recorded: p.yaml:"));
    }

    @Test
    void saysWhatStaysWhenATextCannotBeToldApart() {
        load("body.a == 1.0");
        appender.list.clear();
        read("kind: [");
        assertThat(said())
                .anyMatch(line -> line.endsWith(": no resource differs"))
                .anyMatch(line ->
                        line.startsWith("WARN manifests have faults, and what last came from the same texts stays"
                                + " in force: p.yaml:1:"));
    }

    private static boolean warns(String line) {
        return line.startsWith("WARN");
    }

    private void load(String rule) {
        read(policy(rule));
    }

    private static String policy(String rule) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata: {name: p, namespace: production}
                spec:
                  selector: {registry: tools}
                  rules:
                    - name: r
                      deny:
                        cel: '%s'
                        message: refused
                """.formatted(rule);
    }

    private void read(String text) {
        loads.load(ManifestReader.read(List.of(new SourceText("p.yaml", text))));
    }

    private List<String> said() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
