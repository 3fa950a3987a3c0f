package ai.altairalabs.omnia.cli.cluster;

import static ai.altairalabs.omnia.cli.cluster.InstalledCluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.SignedContext;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/**
 * The pods that the operator leads to, run as processes with the containers' own arguments, mounts and service accounts: the
 * door that the webhook put into a tool's pod, and the agent of an AgentRuntime. A call goes from a user through the agent
 * and the door to a tool that keeps what reached it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PodsTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String REFUND = "process_refund {\"order_id\":\"O-1001\",\"amount\":%s,\"reason\":\"broken\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private InstalledCluster cluster;
    private RecordingTool tool;
    /** A tool without a door: what an agent sends is seen there as it was sent. */
    private RecordingTool open;

    private ChatModel model;
    private ContainerProcess door;
    private String doorAddress;
    private ContainerProcess agent;

    @TempDir
    private static Path directory;

    @BeforeAll
    void start() throws Exception {
        tool = new RecordingTool();
        open = new RecordingTool();
        model = new ChatModel();
        cluster = InstalledCluster.ofBundle(directory);
        cluster.kubectl("label", "namespace", "production", "omnia.altairalabs.ai/inject=enabled");
        cluster.production("create", "serviceaccount", "tools");
        cluster.production(
                "create",
                "secret",
                "generic",
                "support-agent-model",
                "--from-literal=OPENAI_BASE_URL=" + model.url(),
                "--from-literal=OPENAI_MODEL=m",
                "--from-literal=OPENAI_API_KEY=none");
        cluster.toolService();
        cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml");
        cluster.apply(
                InstalledCluster.example("support-agent.yaml").replace("providerRef: scripted", "providerRef: openai"));
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/2-map-claims.yaml", "-f", EXAMPLE + "steps/5-enforce.yaml");
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {agent, door, cluster, model, open, tool, http}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    @Order(1)
    void theInjectedContainerIsADoorThatLetsNobodyPastUnsigned() throws Exception {
        String port = tool.address().substring(tool.address().indexOf(':') + 1);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: customer-tools, namespace: production, labels: {app: customer-tools}}
                spec:
                  serviceAccountName: tools
                  containers: [{name: tool, image: tool, ports: [{name: http, containerPort: %s}]}]
                """.formatted(port));
        cluster.await(() -> cluster.production("get", "configmap", "omnia-context-keys"));
        Pod pod = Serialization.unmarshal(cluster.production("get", "pod", "customer-tools", "-o", "yaml"), Pod.class);
        door = new ContainerProcess(cluster.server(), directory, "production", pod.getSpec(), "policy-proxy");
        doorAddress = door.process().address();

        HttpResponse<String> refused = http.send(
                HttpRequest.newBuilder(URI.create("http://" + doorAddress + "/v1/refund"))
                        .header("Content-Type", "application/json")
                        .header("X-Omnia-Agent-Name", "support-agent")
                        .header("X-Omnia-Claim-Team", "support")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":20,\"reason\":\"broken\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(tool.requests()).isEmpty();
    }

    @Test
    @Order(2)
    void anAgentsCallGoesThroughIt() throws Exception {
        // There is no network of a cluster here: the Service's name becomes the door's address. One tool has no door.
        cluster.apply(InstalledCluster.example("customer-tools.yaml")
                .replace("customer-tools.production.svc.cluster.local:8080/v1/orders", open.address() + "/v1/orders")
                .replace("customer-tools.production.svc.cluster.local:8080", doorAddress));
        agent = startAgent();

        assertThat(ask(agent, REFUND.formatted("20"))).contains("done");
        assertThat(tool.requests()).hasSize(1);
        assertThat(tool.requests().getFirst().path()).isEqualTo("/v1/refund");
        assertThat(tool.requests().getFirst().headers())
                .containsEntry("X-omnia-claim-team", List.of("returns"))
                .containsEntry("X-processed-by", List.of("returns"))
                .doesNotContainKeys("X-omnia-context", "Authorization");
        assertThat(model.offered()).containsExactly("check_status", "lookup_order", "process_refund");

        assertThat(ask(agent, REFUND.formatted("750"))).contains("Refund amount exceeds the $500 limit");
        assertThat(ask(agent, "delete_account {\"customer_id\":\"C-42\"}")).doesNotContain("done");
        assertThat(tool.requests()).hasSize(1);
        assertThat(door.process().out()).contains("\"policy\":\"refund-guardrails\",\"rule\":\"max-refund-amount\"");
    }

    @Test
    @Order(3)
    void aChangedPolicyChangesWhatTheAgentOffers() throws Exception {
        String policy = InstalledCluster.example("steps/2-map-claims.yaml");
        cluster.apply(policy.replaceFirst("(?m)^ *- process_refund\\n", ""));
        int reached = tool.requests().size();
        cluster.await(() -> {
            ask(agent, "check_status {\"order_id\":\"O-1001\"}");
            assertThat(model.offered()).containsExactly("check_status", "lookup_order");
        });
        assertThat(ask(agent, REFUND.formatted("20"))).doesNotContain("done");
        assertThat(tool.requests()).hasSize(reached);

        cluster.apply(policy);
        cluster.await(() -> assertThat(ask(agent, REFUND.formatted("20"))).contains("done"));
    }

    /** The dates in the Secret are set back: a month is longer than a test. All else is as it would be. */
    @Test
    @Order(4)
    void theContextKeyRotatesUnderTrafficAndNothingIsRefused() throws Exception {
        String oldKey = secret().get("key.jwk");
        String oldId = keyId();
        List<String> refused = new CopyOnWriteArrayList<>();
        List<ContainerProcess> agents = new CopyOnWriteArrayList<>(List.of(agent));
        AtomicBoolean enough = new AtomicBoolean();
        Thread traffic = Thread.ofVirtual().start(() -> {
            while (!enough.get()) {
                for (ContainerProcess one : agents) {
                    call(one, refused);
                }
            }
        });

        setBack("since", Duration.ofDays(31));
        cluster.await(() -> assertThat(publishedKeys()).hasSize(2).contains(oldId));
        door.mount();
        assertThat(keyId()).isEqualTo(oldId);

        setBack("announced", Duration.ofMinutes(11));
        cluster.await(() -> assertThat(keyId()).isNotEqualTo(oldId));
        cluster.await(() -> assertThat(cluster.production(
                        "get", "deployment", "support-agent", "-o", "jsonpath={.spec.template.metadata.annotations}"))
                .as("the pods are made anew")
                .contains(keyId()));
        assertThat(publishedKeys()).contains(oldId, keyId());
        door.mount();

        // As a rollout: the new pod takes requests before the old one goes.
        ContainerProcess next = startAgent();
        agents.add(next);
        ask(next, "check_status {\"order_id\":\"O-1001\"}");
        String context =
                open.requests().getLast().headers().get("X-omnia-context").getFirst();
        assertThat(new String(
                        Base64.getUrlDecoder().decode(context.substring(0, context.indexOf('.'))),
                        StandardCharsets.UTF_8))
                .contains(keyId());
        int reached = tool.requests().size();
        cluster.await(() -> assertThat(tool.requests()).hasSizeGreaterThan(reached + 10));
        agents.remove(agent);
        enough.set(true);
        traffic.join();
        assertThat(refused).isEmpty();
        agent.close();
        agent = next;

        assertThat(withKey(oldKey)).isEqualTo(200);
        setBack("until", Duration.ofMinutes(1));
        cluster.await(() -> assertThat(publishedKeys()).containsExactly(keyId()));
        door.mount();
        cluster.await(() -> assertThat(withKey(oldKey)).isEqualTo(401));
        assertThat(ask(agent, REFUND.formatted("20"))).contains("done");
    }

    private void call(ContainerProcess caller, List<String> refused) {
        try {
            String answer = ask(caller, REFUND.formatted("20"));
            if (!answer.contains("done")) {
                refused.add(answer);
            }
        } catch (Exception | AssertionError e) {
            refused.add(String.valueOf(e));
        }
    }

    private void setBack(String field, Duration by) {
        cluster.production(
                "patch",
                "secret",
                "omnia-context-key",
                "-p",
                "{\"stringData\":{\"" + field + "\":\"" + Instant.now().minus(by) + "\"}}");
    }

    private Map<String, String> secret() {
        Map<String, String> data = Serialization.unmarshal(
                        cluster.production("get", "secret", "omnia-context-key", "-o", "yaml"), Secret.class)
                .getData();
        data.replaceAll((_, value) -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
        return data;
    }

    private String keyId() {
        return JACKSON.readTree(secret().get("key.jwk")).path("kid").asString();
    }

    private List<String> publishedKeys() {
        String keys =
                cluster.production("get", "configmap", "omnia-context-keys", "-o", "jsonpath={.data.jwks\\.json}");
        return JACKSON.readTree(keys)
                .path("keys")
                .valueStream()
                .map(key -> key.path("kid").asString())
                .toList();
    }

    /** What the door answers to a call with a context that this key signed. */
    private int withKey(String privateJwk) throws Exception {
        SignedContext context = new SignedContext(
                "support-agent",
                "production",
                "s-1",
                "r-1",
                new Identity("ada", "", List.of(), Map.of(), ""),
                Map.of("X-Omnia-Claim-Team", "support", "X-Omnia-Claim-Customer-Id", "C-42"),
                Map.of());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + doorAddress + "/v1/refund"))
                .header("Content-Type", "application/json")
                .header(
                        "X-Omnia-Context",
                        ContextSigner.of(privateJwk, Clock.systemUTC()).sign(context, Duration.ofMinutes(1)))
                .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":20,\"reason\":\"broken\"}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private ContainerProcess startAgent() throws Exception {
        cluster.await(() -> cluster.production("get", "deployment", "support-agent"));
        Deployment deployment = Serialization.unmarshal(
                cluster.production("get", "deployment", "support-agent", "-o", "yaml"), Deployment.class);
        ContainerProcess started = new ContainerProcess(
                cluster.server(),
                directory,
                "production",
                deployment.getSpec().getTemplate().getSpec(),
                "agent");
        started.process().awaitSaid("^(serving agent `production/support-agent`)$");
        Files.writeString(
                started.state().resolve("user.token"),
                started.run(
                                "token",
                                "--audience",
                                "support-agent",
                                "--claim",
                                "team=returns",
                                "--claim",
                                "customer_id=C-42")
                        .out()
                        .strip());
        return started;
    }

    /** What the agent says to a user who says this. */
    private String ask(ContainerProcess agent, String text) throws Exception {
        var body = JACKSON.createObjectNode().put("model", "support-agent");
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + agent.process().awaitSaid("^rest on (\\S+)$") + "/v1/chat/completions"))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(agent.state().resolve("user.token")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JACKSON.readTree(answer.body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString();
    }
}
