package ai.altairalabs.omnia.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CliProcess.Result;
import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.cli.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnia up} and the commands that speak to it, each a process, with a tool that keeps what reached it. */
class UpProcessTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");
    private static final String REFUND = "{\"order_id\":\"O-1001\",\"amount\":750,\"reason\":\"broken\"}";

    @TempDir
    private Path directory;

    private RecordingTool tool;
    private CliProcess up;

    @BeforeEach
    void start() throws Exception {
        tool = new RecordingTool();
        Path manifests = Files.createDirectory(directory.resolve("manifests"));
        for (String file : new String[] {"support-agent.yaml", "customer-tools.yaml", "support-agent-policy.yaml"}) {
            Files.copy(EXAMPLE.resolve(file), manifests.resolve(file));
        }
        up = CliProcess.start(
                directory,
                "up",
                "-f",
                "manifests",
                "--script",
                EXAMPLE.resolve("model/script.yaml").toString(),
                "--connect-to",
                "customer-tools.production.svc.cluster.local:8080=" + tool.address(),
                "--any-port");
        up.until(() -> Files.exists(directory.resolve("home/up.json")));
    }

    @AfterEach
    void stop() {
        up.close();
        tool.close();
    }

    private Result omnia(String... arguments) throws Exception {
        return CliProcess.run(directory, arguments);
    }

    private Result call(String... claims) throws Exception {
        String[] token = new String[claims.length * 2 + 1];
        token[0] = "token";
        for (int i = 0; i < claims.length; i++) {
            token[2 * i + 1] = "--claim";
            token[2 * i + 2] = claims[i];
        }
        String bearer = omnia(token).out().strip();
        return omnia("call", "--agent", "support-agent", "--tool", "process_refund", "--data", REFUND, "--as", bearer);
    }

    @Test
    void policiesComeIntoForceAndGoWithoutARestart() throws Exception {
        assertThat(call()).returns(0, Result::code).returns("200\n{\"done\":true}\n", Result::out);
        assertThat(tool.requests()).hasSize(1);

        String enforced =
                Files.readString(EXAMPLE.resolve("refund-guardrails.yaml")).replace("mode: audit", "mode: enforce");
        Files.writeString(directory.resolve("policy.yaml"), enforced);
        Result created = omnia("apply", "-f", "policy.yaml");
        assertThat(created.out()).isEqualTo("toolpolicy.omnia.altairalabs.ai/refund-guardrails created\n");
        assertThat(created.err()).startsWith("in force (revision ");
        assertThat(call("team=support", "customer_id=C-42"))
                .returns(1, Result::code)
                .returns(
                        "403\n{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\","
                                + "\"message\":\"Refund amount exceeds the $500 limit\"}\n",
                        Result::out);
        assertThat(tool.requests()).hasSize(1);

        assertThat(omnia("apply", "-f", "policy.yaml").out())
                .isEqualTo("toolpolicy.omnia.altairalabs.ai/refund-guardrails unchanged\n");

        Files.writeString(directory.resolve("policy.yaml"), enforced + "# cheaper\n");
        assertThat(omnia("apply", "-f", "policy.yaml").out())
                .isEqualTo("toolpolicy.omnia.altairalabs.ai/refund-guardrails configured\n");
        assertThat(directory.resolve("manifests/refund-guardrails.yaml")).hasContent(enforced + "# cheaper\n");

        assertThat(omnia("delete", "toolpolicy", "refund-guardrails"))
                .returns(0, Result::code)
                .returns("toolpolicy.omnia.altairalabs.ai/refund-guardrails deleted\n", Result::out);
        assertThat(directory.resolve("manifests/refund-guardrails.yaml")).doesNotExist();
        assertThat(call()).returns(0, Result::code);
        assertThat(tool.requests()).hasSize(2);
    }

    @Test
    void whatAKilledApplyLeftBehindIsTidiedAwayByTheNext() throws Exception {
        Path left = Files.writeString(directory.resolve("manifests/.omnia-1.tmp"), "apiVersion: omn");
        Files.copy(EXAMPLE.resolve("refund-guardrails.yaml"), directory.resolve("policy.yaml"));

        assertThat(omnia("apply", "-f", "policy.yaml").code()).isZero();

        assertThat(left).doesNotExist();
    }

    @Test
    void aFaultyManifestIsRefusedAndNothingChanges() throws Exception {
        String broken =
                Files.readString(EXAMPLE.resolve("refund-guardrails.yaml")).replace("> 500.0", "> '500'");
        Files.writeString(directory.resolve("policy.yaml"), broken);

        Result refused = omnia("apply", "-f", "policy.yaml");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("policy.yaml:22:").contains("1 error in 1 file; nothing was changed");
        assertThat(directory.resolve("manifests/refund-guardrails.yaml")).doesNotExist();
        assertThat(omnia("get", "toolpolicies", "-n", "production"))
                .returns(0, Result::code)
                .returns("", Result::out)
                .returns("No resources found in production namespace.\n", Result::err);
    }

    @Test
    void getShowsWhatRunsInEveryFormat() throws Exception {
        assertThat(omnia("get", "agentpolicies", "-o", "wide").out())
                .matches("(?s)NAME +MODE +PHASE +MATCHED +AGE +AGENTS +READY +ENFORCED\\R"
                        + "support-agent-policy +enforce +Active +1 +\\w+ +support-agent +True +True\\R");
        assertThat(omnia("get", "tr").out()).matches("(?s)NAME +TOOLS +PHASE +AGE\\Rcustomer-tools +4 +Ready +\\w+\\R");
        assertThat(omnia("get", "agentruntimes", "-A").out())
                .matches("(?s)NAMESPACE +NAME +PHASE +READY +VERSION +AGE\\R"
                        + "production +support-agent +Ready +True +[0-9].* \\w+\\R");
        Map<String, Object> json = Json.readObject(
                omnia("get", "ap", "support-agent-policy", "-o", "json").out());
        assertThat(json).containsEntry("kind", "AgentPolicy").containsKeys("metadata", "spec", "status");
        assertThat(omnia("get", "ap", "support-agent-policy", "-o", "yaml").out())
                .contains("mode: enforce\n", "matchedAgents: 1\n", "toolAccess:\n");
        assertThat(omnia("get", "ap", "another")).returns(1, Result::code);
    }

    @Test
    void aTokenOfNobodyIsRefusedAndAnUnknownToolIsNone() throws Exception {
        assertThat(omnia("call", "--agent", "support-agent", "--tool", "process_refund", "--data", REFUND))
                .returns(1, Result::code)
                .returns("401\n{\"error\":\"unauthenticated\",\"message\":\"send a bearer token\"}\n", Result::out);
        String token = omnia("token").out().strip();
        assertThat(omnia("call", "--agent", "support-agent", "--tool", "format_disk", "--data", "{}", "--as", token))
                .returns(2, Result::code);
        assertThat(omnia("call", "--agent", "support-agent", "--tool", "lookup_oder", "--data", "{}", "--as", token)
                        .out())
                .contains("has no tool `lookup_oder`; did you mean `lookup_order`?");
        assertThat(omnia("call", "--agent", "suport-agent", "--tool", "lookup_order", "--data", "{}", "--as", token)
                        .out())
                .contains("there is no agent `suport-agent`; did you mean `support-agent`?");
        assertThat(tool.requests()).isEmpty();
    }

    @Test
    void aNewRegistryGetsADoorAndANewAgentAFacade() throws Exception {
        Files.writeString(
                directory.resolve("more.yaml"),
                Files.readString(EXAMPLE.resolve("customer-tools.yaml"))
                                .replace("name: customer-tools\n", "name: more-tools\n")
                        + "---\n"
                        + Files.readString(EXAMPLE.resolve("support-agent.yaml"))
                                .replace("name: support-agent\n", "name: second-agent\n")
                                .replace("name: customer-tools\n", "name: more-tools\n"));

        assertThat(omnia("apply", "-f", "more.yaml").code()).isZero();

        String token = omnia("token").out().strip();
        up.until(() -> {
            try {
                return omnia("get", "ar").out().contains("second-agent     Ready   True");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(omnia("call", "--agent", "second-agent", "--tool", "delete_account", "--data", "{}", "--as", token))
                .returns(0, Result::code);
        assertThat(tool.requests()).hasSize(1);
    }

    @Test
    void aRegistryThatComesBackGetsADoorAndTheLogSaysWhere() throws Exception {
        Path registry = directory.resolve("manifests/customer-tools.yaml");
        String text = Files.readString(registry);
        assertThat(logged("is at http://")).hasSize(1);

        Files.delete(registry);
        up.until(() -> !logged("closing the door in front of").isEmpty());
        Files.writeString(registry, text);
        up.until(() -> logged("is at http://").size() == 2);

        assertThat(logged("is at http://"))
                .allMatch(line -> line.matches(".* the door in front of"
                        + " http://customer-tools\\.production\\.svc\\.cluster\\.local:8080 of registry"
                        + " `production/customer-tools` is at http://127\\.0\\.0\\.1:[0-9]+"));
    }

    private List<String> logged(String part) {
        try {
            return Files.readString(directory.resolve("home/up.log"))
                    .lines()
                    .filter(line -> line.contains(part))
                    .toList();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private long records() {
        try {
            return up.out()
                    .lines()
                    .filter(line -> line.contains("policy_decision"))
                    .count();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneLogHoldsAuditRecordsAndDiagnostics() throws Exception {
        call();
        String token = omnia("token").out().strip();
        omnia("call", "--agent", "support-agent", "--tool", "delete_account", "--data", "{}", "--as", token);

        up.until(() -> records() > 0);
        Result audit = omnia("logs", "--grep", "policy_decision");
        assertThat(audit.out().lines()).hasSize(1).first().asString().startsWith("{\"msg\":\"policy_decision\",");
        assertThat(up.out()).isEqualTo(audit.out());
        assertThat(omnia("logs").out()).contains("agent production/support-agent");
        assertThat(omnia("logs", "--grep", "nowhere to be found")).returns(1, Result::code);
    }

    @Test
    void thereIsOneUpAtATimeAndItEndsWellOnASignal() throws Exception {
        assertThat(omnia("up", "-f", "manifests"))
                .returns(2, Result::code)
                .extracting(Result::err)
                .asString()
                .startsWith("omnia: an `omnia up` is running already");

        assertThat(up.terminate().code()).isZero();
        assertThat(directory.resolve("home/up.json")).doesNotExist();
        assertThat(omnia("get", "ap"))
                .returns(2, Result::code)
                .returns(
                        "omnia: no `omnia up` is running; start one with `omnia up -f PATH`, or read manifests with"
                                + " `-f PATH`\n",
                        Result::err);
    }

    @Test
    void theDevelopmentIssuerMakesNoTokensBesideARealOne() throws Exception {
        Files.writeString(
                directory.resolve("agent.yaml"),
                Files.readString(EXAMPLE.resolve("support-agent.yaml"))
                        .replace("https://issuer.omnia.localhost", "https://login.example.com"));

        assertThat(omnia("token", "-f", "agent.yaml"))
                .returns(2, Result::code)
                .returns("", Result::out)
                .extracting(Result::err)
                .asString()
                .contains("an agent trusts the issuer `https://login.example.com`: get a token there");
    }
}
