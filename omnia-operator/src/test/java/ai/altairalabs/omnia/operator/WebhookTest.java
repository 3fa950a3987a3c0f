package ai.altairalabs.omnia.operator;

import static ai.altairalabs.omnia.operator.Cluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.operator.OperatorSettings.WebhookSettings;
import ai.altairalabs.omnia.operator.certificates.CertificateSettings;
import ai.altairalabs.omnia.realparts.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The webhooks as the real API server calls them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookTest {
    private Cluster cluster;
    private Operator operator;

    @BeforeAll
    void start() {
        cluster = new Cluster();
        CertificateSettings certificates = new CertificateSettings(
                OperatorSettings.DEFAULT_NAMESPACE,
                CertificateSettings.DEFAULT_SECRET,
                List.of("127.0.0.1"),
                Duration.ofSeconds(60),
                "omnia");
        operator = cluster.operator(
                Cluster.settings(false, new WebhookSettings(new InetSocketAddress("127.0.0.1", 0), certificates)),
                "one");
        int port = Objects.requireNonNull(operator.webhookAddress()).getPort();
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: omnia}
                webhooks:
                  - name: policies.omnia.altairalabs.ai
                    clientConfig: {url: "https://127.0.0.1:PORT/validate"}
                    rules:
                      - {apiGroups: [omnia.altairalabs.ai], apiVersions: [v1alpha1], operations: [CREATE, UPDATE], resources: ["*"]}
                    failurePolicy: Fail
                    sideEffects: None
                    admissionReviewVersions: [v1]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: omnia}
                webhooks:
                  - name: pods.omnia.altairalabs.ai
                    clientConfig: {url: "https://127.0.0.1:PORT/mutate"}
                    rules:
                      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                    failurePolicy: Fail
                    reinvocationPolicy: IfNeeded
                    sideEffects: None
                    admissionReviewVersions: [v1]
                """.replace("PORT", String.valueOf(port)));
        cluster.await(
                () -> assertThat(cluster.kubectl("apply", "--dry-run=server", "-f", EXAMPLE + "customer-tools.yaml"))
                        .contains("created"));
        cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
        cluster.toolService();
        // The operator sees them a moment after they are there.
        cluster.await(() -> {
            Ran doubtful = cluster.server()
                    .kubectlWith(
                            guardrails().replace("- process_refund", "- process_refunds"),
                            "apply",
                            "--dry-run=server",
                            "-f",
                            "-");
            assertThat(doubtful.err()).contains("has no tool `process_refunds`");
            Ran tool = cluster.server()
                    .kubectlWith(
                            pod("customer-tools-0", "{name: http, containerPort: 8080}"),
                            "create",
                            "--dry-run=server",
                            "-o",
                            "yaml",
                            "-f",
                            "-");
            assertThat(tool.out()).contains("name: policy-proxy");
        });
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private static String guardrails() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("omnia.root", ".")).resolve(EXAMPLE + "refund-guardrails.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ran tryApply(String yaml) {
        return cluster.server().kubectlWith(yaml, "apply", "-f", "-");
    }

    @Test
    @Order(1)
    void refusesWhatDoesNotCompileWithTheMessageOfValidate() {
        Ran refused = tryApply(guardrails().replace("double(body.amount) > 500.0'", "double(body.amount) >'"));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains("admission webhook \"policies.omnia.altairalabs.ai\" denied the request")
                .contains("ToolPolicy production/refund-guardrails:")
                .contains("cel: has(body.amount) && double(body.amount) >")
                .containsPattern("\n +\\^\n");
        assertThat(cluster.tryKubectl("get", "toolpolicy", "-n", "production", "refund-guardrails")
                        .exitCode())
                .isNotZero();
    }

    @Test
    @Order(2)
    void letsAGoodOneInAndWarnsOfWhatIsNotThere() {
        Ran good = tryApply(guardrails());
        assertThat(good.out()).contains("created");
        assertThat(good.err()).isEmpty();
        Ran doubtful = tryApply(guardrails().replace("- process_refund", "- process_refunds"));
        assertThat(doubtful.exitCode()).isZero();
        assertThat(doubtful.err()).contains("Warning: ", "has no tool `process_refunds`", "write `process_refund`");
        Ran never = tryApply(guardrails().replace("> 500.0'", "> 500.0 && double(body.amount) < 100.0'"));
        assertThat(never.exitCode()).isZero();
        assertThat(never.err()).contains("Warning: ", "the rule `max-refund-amount` can never match");
        tryApply(guardrails()).orFail();
    }

    @Test
    @Order(3)
    void putsADoorInFrontOfATool() {
        cluster.apply(pod("customer-tools-1", "{name: http, containerPort: 8080}"));
        String stored = cluster.kubectl("get", "pod", "-n", "production", "customer-tools-1", "-o", "yaml");
        assertThat(stored)
                .contains("name: policy-proxy", "image: omnia:test", "omnia.altairalabs.ai/app-port: \"8080\"")
                .contains(
                        "- http://127.0.0.1:8080",
                        "--registry",
                        "- customer-tools",
                        "- /etc/omnia/context-keys/jwks.json")
                .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true", "type: RuntimeDefault");
        assertThat(jsonPath(
                        "customer-tools-1", "{.spec.containers[?(@.name==\"tool\")].ports[*]['name','containerPort']}"))
                .isEqualTo("omnia-app 8080");
        assertThat(jsonPath(
                        "customer-tools-1",
                        "{.spec.containers[?(@.name==\"policy-proxy\")].ports[?(@.name==\"http\")].containerPort}"))
                .isEqualTo("15080");
        assertThat(jsonPath("customer-tools-1", "{.spec.containers[?(@.name==\"tool\")].readinessProbe.httpGet.port}"))
                .isEqualTo("8080");
    }

    private String jsonPath(String pod, String path) {
        return cluster.kubectl("get", "pod", "-n", "production", pod, "-o", "jsonpath=" + path);
    }

    @Test
    @Order(4)
    void changesNoPodThatHasADoorOrIsNoTool() {
        String stored = cluster.kubectl("get", "pod", "-n", "production", "customer-tools-1", "-o", "json");
        cluster.kubectl("delete", "pod", "-n", "production", "customer-tools-1");
        cluster.await(() -> assertThat(
                        tryApply(stored.replaceAll("\"(uid|resourceVersion|creationTimestamp)\": \"[^\"]*\",?", ""))
                                .exitCode())
                .isZero());
        assertThat(jsonPath("customer-tools-1", "{.spec.containers[*].name}")).isEqualTo("tool policy-proxy");
        cluster.apply(pod("other", "{name: http, containerPort: 8080}").replace("app: customer-tools", "app: other"));
        assertThat(jsonPath("other", "{.spec.containers[*].name}")).isEqualTo("tool");
    }

    @Test
    @Order(5)
    void saysWhyAPodGetsNoDoor() {
        Ran warned = tryApply(pod("customer-tools-2", "{containerPort: 8080}"));
        assertThat(warned.exitCode()).isZero();
        assertThat(warned.err()).contains("Warning: no `policy-proxy` is added", "`http`");
        assertThat(jsonPath("customer-tools-2", "{.spec.containers[*].name}")).isEqualTo("tool");
    }

    @Test
    @Order(6)
    void renewsItsCertificateWhileItIsCalled() throws Exception {
        String first = bundle();
        cluster.await(() -> {
            tryApply(guardrails()).orFail();
            assertThat(bundle()).isNotEqualTo(first);
        });
        for (int i = 0; i < 20; i++) {
            tryApply(guardrails().replace("logDecisions: true", "logDecisions: " + (i % 2 == 0)))
                    .orFail();
            Thread.sleep(300);
        }
    }

    private String bundle() {
        return cluster.kubectl(
                "get",
                "validatingwebhookconfiguration",
                "omnia",
                "-o",
                "jsonpath={.webhooks[0].clientConfig.caBundle}");
    }

    @Test
    @Order(7)
    void refusesWhileItIsDown() {
        operator.close();
        Ran refused = tryApply(guardrails().replace("mode: audit", "mode: enforce"));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("failed calling webhook");
    }

    private static String pod(String name, String port) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: NAME
                  namespace: production
                  labels: {app: customer-tools}
                spec:
                  containers:
                    - name: tool
                      image: tool:1
                      ports: [PORT]
                      readinessProbe: {httpGet: {path: /ready, port: http}}
                """.replace("NAME", name).replace("PORT", port);
    }
}
