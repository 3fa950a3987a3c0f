package ai.altairalabs.omnia.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CliProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply} and {@code delete}, again and again, each a process, with an {@code up} that runs. */
class ApplyProcessTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");
    private static final String REFUND_GUARDRAILS = "toolpolicy.omnia.altairalabs.ai/refund-guardrails";

    /** Far less than the time after which a command that waits in vain gives up. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private Path manifests;
    private Path policy;
    private CliProcess up;

    @BeforeEach
    void start() throws Exception {
        manifests = Files.createDirectory(directory.resolve("manifests"));
        for (String file : new String[] {"support-agent.yaml", "customer-tools.yaml", "refund-guardrails.yaml"}) {
            Files.copy(EXAMPLE.resolve(file), manifests.resolve(file));
            Files.setLastModifiedTime(
                    manifests.resolve(file), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        policy = Files.copy(EXAMPLE.resolve("refund-guardrails.yaml"), directory.resolve("policy.yaml"));
        up = CliProcess.start(
                directory,
                "up",
                "-f",
                "manifests",
                "--script",
                EXAMPLE.resolve("model/script.yaml").toString(),
                "--any-port");
        up.until(() -> Files.exists(directory.resolve("home/up.json")));
    }

    @AfterEach
    void stop() {
        up.close();
    }

    private Result omnia(String... arguments) throws Exception {
        return CliProcess.run(directory, arguments);
    }

    @Test
    void whatIsInForceAlreadyIsAppliedAtOnce() throws Exception {
        Instant begun = Instant.now();

        Result applied = omnia("apply", "-f", "policy.yaml");

        assertThat(applied.err()).matches("in force \\(revision \\w+\\)\\R");
        assertThat(applied).returns(0, Result::code).returns(REFUND_GUARDRAILS + " unchanged\n", Result::out);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(AT_ONCE);
    }

    @Test
    void aFaultElsewhereKeepsNobodyWaiting() throws Exception {
        Files.writeString(
                manifests.resolve("faulty.yaml"),
                Files.readString(policy)
                        .replace("name: refund-guardrails", "name: faulty")
                        .replace("mode: audit", "mode: audits"));
        Instant begun = Instant.now();

        assertThat(omnia("apply", "-f", "policy.yaml"))
                .returns(0, Result::code)
                .returns(REFUND_GUARDRAILS + " unchanged\n", Result::out);
        Files.writeString(policy, Files.readString(policy) + "# the same in other words\n");
        assertThat(omnia("apply", "-f", "policy.yaml"))
                .returns(0, Result::code)
                .returns(REFUND_GUARDRAILS + " configured\n", Result::out);

        assertThat(Duration.between(begun, Instant.now())).isLessThan(AT_ONCE.multipliedBy(2));
    }

    @Test
    void whatGetPrintedIsAppliedWithoutTheStatusAndLeavesEveryWayOpen() throws Exception {
        String before = Files.readString(manifests.resolve("refund-guardrails.yaml"));
        Path printed = directory.resolve("printed.yaml");
        Files.writeString(printed, omnia("get", "tp", "-o", "yaml").out());

        assertThat(omnia("apply", "-f", "printed.yaml"))
                .returns(0, Result::code)
                .returns(REFUND_GUARDRAILS + " unchanged\n", Result::out);
        assertThat(manifests.resolve("refund-guardrails.yaml")).hasContent(before);

        Files.writeString(printed, Files.readString(printed).replace("mode: audit", "mode: enforce"));
        assertThat(omnia("apply", "-f", "printed.yaml").out()).isEqualTo(REFUND_GUARDRAILS + " configured\n");
        assertThat(Files.readString(manifests.resolve("refund-guardrails.yaml")))
                .startsWith(
                        "apiVersion: omnia.altairalabs.ai/v1alpha1\nkind: ToolPolicy\nmetadata:\n  name: refund-guardrails\n")
                .contains("\n  mode: enforce\n")
                .doesNotContain("status:", "creationTimestamp");

        assertThat(omnia("apply", "-f", "policy.yaml").out()).isEqualTo(REFUND_GUARDRAILS + " configured\n");
        assertThat(manifests.resolve("refund-guardrails.yaml")).hasContent(before);
        Files.writeString(
                printed, omnia("get", "tp", "refund-guardrails", "-o", "yaml").out());
        assertThat(omnia("delete", "-f", "printed.yaml"))
                .returns(0, Result::code)
                .returns(REFUND_GUARDRAILS + " deleted\n", Result::out);
    }

    @Test
    void aListOfNewResourcesIsTakenApart() throws Exception {
        Files.writeString(
                manifests.resolve("refund-guardrails.yaml"),
                Files.readString(policy) + "---\n"
                        + Files.readString(policy).replace("name: refund-guardrails", "name: more-guardrails"));
        up.until(() -> get("tp", "-o", "json").contains("more-guardrails"));
        Path list = Files.writeString(directory.resolve("list.json"), get("tp", "-o", "json"));
        assertThat(omnia("delete", "-f", "list.json").code()).isZero();

        assertThat(omnia("apply", "-f", "list.json"))
                .returns(0, Result::code)
                .returns(
                        "toolpolicy.omnia.altairalabs.ai/more-guardrails created\n" + REFUND_GUARDRAILS + " created\n",
                        Result::out);
        assertThat(manifests.resolve("more-guardrails.yaml")).exists();
        assertThat(manifests.resolve("refund-guardrails.yaml")).exists();
        assertThat(omnia("apply", "-f", list.toString()).out()).doesNotContain("configured");
    }

    @Test
    void aResourceKeepsItsAgeWhenItIsChangedAndANewOneHasItsOwn() throws Exception {
        assertThat(age()).isEqualTo("2h");

        Files.writeString(policy, Files.readString(policy).replace("mode: audit", "mode: enforce"));
        assertThat(omnia("apply", "-f", "policy.yaml").out()).isEqualTo(REFUND_GUARDRAILS + " configured\n");
        assertThat(get("tp")).contains("enforce");
        assertThat(age()).isEqualTo("2h");

        assertThat(omnia("delete", "-f", "policy.yaml").code()).isZero();
        assertThat(omnia("apply", "-f", "policy.yaml").out()).isEqualTo(REFUND_GUARDRAILS + " created\n");
        assertThat(age()).matches("[0-9]+s");
    }

    private String age() {
        String[] words = get("tp", "refund-guardrails").strip().split("\\s+");
        return words[words.length - 1].replaceFirst("^2h[0-9]+m$", "2h");
    }

    private String get(String... arguments) {
        try {
            return omnia(Stream.concat(Stream.of("get"), Stream.of(arguments)).toArray(String[]::new))
                    .out();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingOnStandardInputIsSaid() throws Exception {
        for (String command : new String[] {"apply", "delete"}) {
            assertThat(omnia(command, "-f", "-"))
                    .returns(2, Result::code)
                    .returns("omnia: there is no manifest: standard input is empty\n", Result::err);
        }
    }
}
