package ai.altairalabs.omnia.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.OnFailure;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
    private static <R> R read(String file, Class<R> type) throws IOException {
        Path path = Path.of("src/test/resources/manifest", file);
        Manifests manifests = ManifestReader.readFiles(List.of(ManifestReader.decode(file, Files.readAllBytes(path))));
        assertThat(manifests.problems()).isEmpty();
        return type.cast(manifests.resources().getFirst());
    }

    @Test
    void readsTheTutorialsAgentPolicy() throws IOException {
        AgentPolicy policy = read("tutorial-step-2.yaml", AgentPolicy.class);
        assertThat(policy.name()).isEqualTo(new ResourceName("production", "support-agent-policy"));
        assertThat(policy.place()).hasToString("tutorial-step-2.yaml:4:9");
        assertThat(policy.agents()).containsExactly("support-agent");
        AgentPolicy.ToolAccess access = policy.toolAccess();
        assertThat(access).isNotNull();
        assertThat(access.allows("customer-tools", "process_refund")).isTrue();
        assertThat(access.allows("customer-tools", "delete_account")).isFalse();
        assertThat(policy.forwardClaims())
                .extracting(AgentPolicy.ForwardClaim::claim)
                .containsExactly("team", "customer_id");
        assertThat(policy.forwardClaims().getLast().header()).isEqualTo("X-Omnia-Claim-Customer-Id");
        assertThat(policy.forwardClaims().getLast().place()).hasToString("tutorial-step-2.yaml:25:17");
        assertThat(policy.mode()).isEqualTo(AgentPolicy.Mode.ENFORCE);
        assertThat(policy.onFailure()).isEqualTo(OnFailure.DENY);
    }

    @Test
    void readsTheTutorialsToolPolicy() throws IOException {
        ToolPolicy policy = read("tutorial-step-3.yaml", ToolPolicy.class);
        assertThat(policy.registry()).isEqualTo("customer-tools");
        assertThat(policy.tools()).containsExactly("process_refund");
        assertThat(policy.requiredClaims())
                .extracting(ToolPolicy.RequiredClaim::claim)
                .containsExactly("Team", "Customer-Id");
        assertThat(policy.rules())
                .extracting(ToolPolicy.Rule::name)
                .containsExactly("max-refund-amount", "require-reason");
        assertThat(policy.rules().getFirst().cel().text()).isEqualTo("has(body.amount) && double(body.amount) > 500.0");
        assertThat(policy.rules().getFirst().cel().origin().at(1, 5)).hasToString("tutorial-step-3.yaml:22:19");
        assertThat(policy.rules().getFirst().description()).isEqualTo("Cap refunds at $500");
        assertThat(policy.headerInjection().getFirst().value())
                .isInstanceOfSatisfying(
                        ToolPolicy.Value.Computed.class,
                        value -> assertThat(value.cel().text()).isEqualTo("headers[\"X-Omnia-Claim-Team\"]"));
        assertThat(policy.mode()).isEqualTo(ToolPolicy.Mode.AUDIT);
        assertThat(policy.audit()).isEqualTo(new ToolPolicy.Audit(true, Set.of()));
    }

    @Test
    void readsFixedHeadersAndFoldedText() throws IOException {
        ToolPolicy policy = read("whole-block-scalars.yaml", ToolPolicy.class);
        assertThat(policy.rules().getFirst().message()).isEqualTo("Refunds above the limit need a human\n");
        assertThat(policy.headerInjection())
                .containsExactly(new ToolPolicy.HeaderInjection("X-Empty", new ToolPolicy.Value.Fixed("")));
        assertThat(policy.audit()).isEqualTo(new ToolPolicy.Audit(false, Set.of("card_number")));
    }

    @Test
    void readsEveryTypeOfHandler() throws IOException {
        ToolRegistry registry = read("whole-tool-registry-every-type.yaml", ToolRegistry.class);
        List<Handler> handlers = registry.handlers();
        Target.Http refunds = (Target.Http) handlers.getFirst().target();
        assertThat(refunds.endpoint())
                .isEqualTo(URI.create("http://customer-tools.production.svc.cluster.local:8080/v1/refund"));
        assertThat(refunds.method()).isEqualTo("POST");
        assertThat(refunds.tool().inputSchema())
                .containsEntry("type", "object")
                .containsEntry("required", List.of("amount"));
        assertThat(handlers.getFirst().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(handlers.get(1).timeout()).isEqualTo(Duration.ofMillis(500));
        Target.Http orders = (Target.Http) handlers.get(1).target();
        assertThat(orders.endpoint())
                .isEqualTo(URI.create("http://orders.production.svc.cluster.local:8080/v1/orders"));
        assertThat(orders.method()).isEqualTo("GET");
        assertThat(orders.headers()).isEqualTo(Map.of("Accept", "application/json"));
        assertThat(orders.queryParams()).containsExactly("order_id");
        assertThat(orders.urlTemplate()).isEqualTo("/{order_id}/lines");
        Target.Http status = (Target.Http) handlers.get(2).target();
        assertThat(status.endpoint()).isEqualTo(URI.create("https://status.example.com/base"));
        assertThat(handlers.get(2).timeout()).isEqualTo(Handler.DEFAULT_TIMEOUT);
        assertThat(handlers.get(3).target())
                .isEqualTo(new Target.Grpc(new ToolRegistry.Tool("book", "", Map.of(), Map.of()), "ledger:9000", true));
        assertThat(handlers.get(4).target())
                .isEqualTo(new Target.Mcp(
                        Target.Mcp.Transport.STREAMABLE_HTTP,
                        "http://search.example.com/mcp",
                        "",
                        List.of(),
                        List.of("find-it"),
                        List.of("dropTable")));
        assertThat(handlers.get(5).target())
                .isEqualTo(new Target.Mcp(
                        Target.Mcp.Transport.STDIO, "", "local-tools", List.of("--fast", ""), List.of(), List.of()));
        assertThat(handlers.get(6).target())
                .isEqualTo(
                        new Target.OpenApi("https://crm.example.com/openapi.json?v=2", null, List.of("getCustomer")));
        assertThat(handlers.get(7).target()).isInstanceOf(Target.Client.class);
    }

    @Test
    void readsAnAgentRuntime() throws IOException {
        AgentRuntime runtime = read("whole-agent-runtime.yaml", AgentRuntime.class);
        assertThat(runtime.toolRegistry()).isEqualTo("customer-tools");
        assertThat(runtime.facades())
                .containsExactly(
                        new AgentRuntime.Facade(AgentRuntime.FacadeType.WEBSOCKET, 8080),
                        new AgentRuntime.Facade(AgentRuntime.FacadeType.REST, 8081));
        assertThat(runtime.providers())
                .containsExactly(
                        new AgentRuntime.Provider("main", "openai"), new AgentRuntime.Provider("spare", "local"));
        assertThat(runtime.promptPack()).isEqualTo("support-prompts");
        assertThat(runtime.externalAuth())
                .isEqualTo(new AgentRuntime.ExternalAuth.Oidc(
                        "https://issuer.omnia.localhost", "support-agent", "sub", "groups", "email"));
    }

    @Test
    void aSchemaMayHoldNull() {
        String tool = "    - name: a\n      type: client\n      tool: {name: a, inputSchema: "
                + "{default: null, properties: {b: {enum: [null, 1, 1.5, true, 99999999999999999999, .inf]}}}}\n";
        Manifests manifests = ManifestReader.read(List.of(new SourceText("r", registry(tool))));
        assertThat(manifests.problems()).isEmpty();
        ToolRegistry registry = (ToolRegistry) manifests.resources().getFirst();
        Target.Client client = (Target.Client) registry.handlers().getFirst().target();
        assertThat(client.tool().inputSchema()).containsOnlyKeys("properties");
        assertThat(client.tool().inputSchema())
                .hasToString("{properties={b={enum=[null, 1, 1.5, true, 99999999999999999999, Infinity]}}}");
    }

    private static String registry(String handlers) {
        return "apiVersion: omnia.altairalabs.ai/v1alpha1\nkind: ToolRegistry\nmetadata: {name: r}\nspec:\n  handlers:\n"
                + handlers;
    }

    @Test
    void aLargeFileIsRefused() {
        byte[] bytes = new byte[ManifestReader.MAX_BYTES + 1];
        Arrays.fill(bytes, (byte) '#');
        Decoded decoded = ManifestReader.decode("big.yaml", bytes);
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Unreadable.class,
                        no -> assertThat(no.problem().render())
                                .isEqualTo(
                                        "big.yaml:1:1: error: this file is larger than 1 MiB\n  split it into several files"));
        Manifests manifests = ManifestReader.readFiles(List.of(decoded));
        assertThat(manifests.hasErrors()).isTrue();
        assertThat(manifests.broken().getFirst().guard()).isEqualTo(new Guard.Everything(null, null));
    }

    @Test
    void theLimitCountsBytes() {
        String text = "#" + "é".repeat(ManifestReader.MAX_BYTES / 2);
        assertThat(ManifestReader.read(List.of(new SourceText("a", text))).hasErrors())
                .isTrue();
        assertThat(ManifestReader.read(List.of(new SourceText("a", text.substring(0, text.length() - 1))))
                        .hasErrors())
                .isFalse();
    }

    @Test
    void aFileOfTheLargestSizeIsRead() {
        String start =
                "apiVersion: omnia.altairalabs.ai/v1alpha1\nkind: AgentPolicy\nmetadata: {name: p}\nspec: {}\nstatus: ";
        String text = start + "x".repeat(ManifestReader.MAX_BYTES - start.length());
        assertThat(ManifestReader.decode("a", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Decoded.Text.class);
        assertThat(ManifestReader.read(List.of(new SourceText("a", text))).resources())
                .hasSize(1);
    }

    @Test
    void problemsAreSortedByPlace() {
        List<SourceText> sources =
                List.of(new SourceText("b.yaml", "- b\n---\n- c\n"), new SourceText("a.yaml", "- a\n"));
        assertThat(ManifestReader.read(sources).problems())
                .extracting(Problem::place)
                .extracting(Object::toString)
                .containsExactly("a.yaml:1:1", "b.yaml:1:1", "b.yaml:3:1");
    }

    @Test
    void noTextsNoProblems() {
        assertThat(ManifestReader.read(List.of())).isEqualTo(new Manifests(List.of(), List.of()));
    }
}
