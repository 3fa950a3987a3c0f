package ai.altairalabs.omnia.operator;

import static ai.altairalabs.omnia.operator.Cluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What `Enforced` says as pods, Istio and mutual TLS come and go. The test writes what kubelets and controllers would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnforcementStatusTest {
    private static final String TOOL = "{name: tool, image: tool, ports: [{name: PORT, containerPort: 8080}]}";
    private static final String DOOR =
            "{name: policy-proxy, image: omnia, ports: [{name: http, containerPort: 15080}]}";
    private static final String ISTIO = "{name: istio-proxy, image: istio}";
    private static final String LABEL = "omnia.altairalabs.ai/app-port: '8080'";

    private Cluster cluster;
    private Operator operator;

    @BeforeAll
    void start() {
        cluster = new Cluster();
        operator = cluster.operator();
        cluster.toolService();
        cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
        cluster.kubectl("apply", "-f", EXAMPLE + "support-agent-policy.yaml", "-f", EXAMPLE + "refund-guardrails.yaml");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private void pod(String labels, String... containers) {
        cluster.kubectl("delete", "pod", "customer-tools", "-n", "production", "--ignore-not-found");
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: customer-tools, namespace: production, labels: {app: customer-tools, %s}}
                spec: {containers: [%s]}
                """.formatted(labels, String.join(", ", containers)));
    }

    private void toolPolicy(String... parts) {
        condition("toolpolicy/refund-guardrails", parts);
    }

    private void agentPolicy(String... parts) {
        condition("agentpolicy/support-agent-policy", parts);
    }

    /** @param parts the first begins the condition: status and reason */
    private void condition(String policy, String... parts) {
        cluster.await(() -> {
            String said = cluster.kubectl(
                    "get",
                    policy,
                    "-n",
                    "production",
                    "-o",
                    "jsonpath={.status.conditions[?(@.type==\"Enforced\")]['status','reason','message']}");
            assertThat(said).startsWith(parts[0]).contains(parts);
        });
    }

    @Test
    @Order(1)
    void noPodAtAll() {
        toolPolicy("False NoWorkload");
        agentPolicy("False IstioMissing");
    }

    @Test
    @Order(2)
    void aPodWithoutASidecar() {
        pod("", TOOL.replace("PORT", "http"));
        toolPolicy("False SidecarMissing", "restart it, so that the webhook adds one");
    }

    @Test
    @Order(3)
    void aDoorThatCanBePassedBy() {
        pod(LABEL, TOOL.replace("PORT", "omnia-app"), DOOR);
        toolPolicy("False PortOpen");
    }

    @Test
    @Order(4)
    void aDoorBehindIstiosProxy() {
        cluster.istio();
        pod(LABEL, TOOL.replace("PORT", "omnia-app"), DOOR, ISTIO);
        toolPolicy("True PolicyProxy");
        agentPolicy("True PolicyProxy", "mutual TLS");
        cluster.await(
                () -> assertThat(cluster.kubectl("get", "authorizationpolicies", "-n", "production", "-o", "yaml"))
                        .contains("- \"8080\""));
    }

    @Test
    @Order(5)
    void anObjectThatIsNotInTheClusterClosesNothing() {
        String closing = cluster.kubectl("get", "authorizationpolicies", "-n", "production", "-o", "name")
                .lines()
                .filter(name -> name.contains("app-port"))
                .findFirst()
                .orElseThrow();
        cluster.kubectl("label", closing, "-n", "production", "app.kubernetes.io/managed-by=somebody", "--overwrite");
        toolPolicy("False NameTaken", "app-port", "remove or rename it");
        agentPolicy("False ");
        cluster.kubectl("delete", closing, "-n", "production");
        toolPolicy("True PolicyProxy");
    }

    @Test
    @Order(6)
    void istioAlone() {
        pod("", TOOL.replace("PORT", "http"), ISTIO);
        agentPolicy("False MtlsNotStrict");
        cluster.apply("""
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: production}
                spec: {mtls: {mode: STRICT}}
                """);
        agentPolicy("True Istio", "policy-proxy");
        toolPolicy("False SidecarMissing");
    }

    @Test
    @Order(7)
    void bothLayers() {
        pod(LABEL, TOOL.replace("PORT", "omnia-app"), DOOR, ISTIO);
        agentPolicy("True PolicyProxyAndIstio");
    }

    /** Lets the tools' Service lead to this port: a number, or a name in quotes. */
    private void targetPort(String port) {
        cluster.kubectl(
                "patch",
                "service",
                "customer-tools",
                "-n",
                "production",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/targetPort\",\"value\":" + port + "}]");
    }

    @Test
    @Order(8)
    void aNumericTargetPort() {
        targetPort("8080");
        pod("", TOOL.replace("PORT", "http"), ISTIO);
        toolPolicy("False NumericTargetPort", "targetPort");
        targetPort("\"http\"");
        toolPolicy("False SidecarMissing");
    }

    @Test
    @Order(9)
    void ambientWithoutAWaypoint() {
        pod("", TOOL.replace("PORT", "http"));
        cluster.kubectl("label", "namespace", "production", "istio.io/dataplane-mode=ambient");
        agentPolicy("False WaypointMissing");
        cluster.kubectl("label", "namespace", "production", "istio.io/dataplane-mode-");
    }

    @Test
    @Order(10)
    void twoAgentsAsOneServiceAccount() {
        for (String agent : new String[] {"support-agent", "other-agent"}) {
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %1$s, namespace: production, labels: {omnia.altairalabs.ai/agent: %1$s}}
                    spec: {serviceAccountName: shared, containers: [{name: agent, image: agent}]}
                    """.formatted(agent));
        }
        cluster.await(() -> assertThat(cluster.kubectl("describe", "agentpolicy", "-n", "production"))
                .contains("service account `shared`"));
    }

    @Test
    @Order(11)
    void networkPoliciesCloseThePortWhereIstioDoesNot() {
        operator.close();
        OperatorSettings settings = Cluster.settings(false);
        operator = cluster.operator(
                new OperatorSettings(
                        settings.namespace(),
                        settings.watchNamespaces(),
                        settings.proxyImage(),
                        settings.agentImage(),
                        new MeshSettings(MeshSettings.Choice.NONE, "cluster.local", false, true),
                        false,
                        settings.timing(),
                        null),
                "two");
        pod(LABEL, TOOL.replace("PORT", "omnia-app"), DOOR);
        toolPolicy("True PolicyProxy");
        cluster.await(() -> assertThat(cluster.kubectl("get", "networkpolicies", "-n", "production", "-o", "yaml"))
                .contains("endPort: 8079", "port: 8081"));
    }

    @Test
    @Order(12)
    void theOperatorMakesMutualTlsStrictIfItIsTold() {
        operator.close();
        cluster.kubectl("delete", "peerauthentication", "default", "-n", "production");
        OperatorSettings settings = Cluster.settings(false);
        operator = cluster.operator(
                new OperatorSettings(
                        settings.namespace(),
                        settings.watchNamespaces(),
                        settings.proxyImage(),
                        settings.agentImage(),
                        new MeshSettings(MeshSettings.Choice.SIDECAR, "cluster.local", true, false),
                        false,
                        settings.timing(),
                        null),
                "three");
        pod("", TOOL.replace("PORT", "http"), ISTIO);
        cluster.kubectl("delete", "pod", "support-agent", "other-agent", "-n", "production");
        agentPolicy("True Istio");
        assertThat(cluster.kubectl("get", "peerauthentications", "-n", "production", "-o", "yaml"))
                .contains("mode: STRICT", "app.kubernetes.io/managed-by: omnia-operator", "app: customer-tools");
    }
}
