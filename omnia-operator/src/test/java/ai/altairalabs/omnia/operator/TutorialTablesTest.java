package ai.altairalabs.omnia.operator;

import static ai.altairalabs.omnia.operator.Cluster.EXAMPLE;
import static ai.altairalabs.omnia.operator.Cluster.withoutAge;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The tutorial with the real kubectl: its manifests go in, its tables come out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TutorialTablesTest {
    private Cluster cluster;

    @BeforeAll
    void start() {
        cluster = new Cluster();
        cluster.operator();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private String get(String kind) {
        return withoutAge(cluster.kubectl("get", kind, "-n", "production"));
    }

    @Test
    void runsTheAgent() {
        cluster.kubectl("apply", "-f", EXAMPLE + "support-agent.yaml");
        cluster.awaitOutput(() -> get("agentruntimes"), withoutAge("""
                NAME            PHASE     READY   VERSION   AGE
                support-agent   Pending   False   test      1s
                """));
        cluster.await(() -> assertThat(
                        cluster.kubectl("get", "deployment", "support-agent", "-n", "production", "-o", "yaml"))
                .contains("serviceAccountName: support-agent", "secretName: omnia-context-key", "kind: AgentRuntime")
                .contains("- agent\n", "- support-agent\n", "readOnlyRootFilesystem: true"));
        cluster.awaitOutput(
                () -> cluster.kubectl(
                        "get", "service", "support-agent", "-n", "production", "-o", "jsonpath={.spec.ports[*].port}"),
                "8080 8081");
        cluster.await(() -> cluster.kubectl("get", "serviceaccount", "support-agent", "-n", "production"));
        cluster.await(() -> assertThat(cluster.kubectl(
                        "get",
                        "configmap",
                        "omnia-context-keys",
                        "-n",
                        "production",
                        "-o",
                        "jsonpath={.data.jwks\\.json}"))
                .contains("\"crv\":\"Ed25519\"")
                .doesNotContain("\"d\""));

        cluster.kubectl("scale", "deployment", "support-agent", "-n", "production", "--replicas", "3");
        cluster.kubectl("set", "image", "deployment/support-agent", "-n", "production", "agent=other:1");
        cluster.await(() -> assertThat(cluster.kubectl(
                        "get",
                        "deployment",
                        "support-agent",
                        "-n",
                        "production",
                        "-o",
                        "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image}"))
                .as("replicas are the user's, the image is not")
                .isEqualTo("3 omnia:test"));
        cluster.kubectl(
                "patch",
                "deployment",
                "support-agent",
                "-n",
                "production",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"replicas\":3,\"readyReplicas\":3,\"availableReplicas\":3}}");
        cluster.awaitOutput(() -> get("agentruntimes"), withoutAge("""
                NAME            PHASE   READY   VERSION   AGE
                support-agent   Ready   True    test      1s
                """));
    }

    @Test
    void printsTheTablesOfTheTutorial() {
        cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/1-restrict-tools.yaml");
        cluster.awaitOutput(() -> get("agentpolicies"), withoutAge("""
                NAME                    MODE      PHASE    MATCHED   AGE
                support-agent-policy    enforce   Active   1         10s
                """));
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/2-map-claims.yaml");
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/3-business-rules.yaml");
        cluster.awaitOutput(() -> get("toolpolicies"), withoutAge("""
                NAME                 REGISTRY         MODE    PHASE    RULES   AGE
                refund-guardrails    customer-tools   audit   Active   2       10s
                """));
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/5-enforce.yaml");
        cluster.awaitOutput(() -> get("toolpolicies"), withoutAge("""
                NAME                 REGISTRY         MODE      PHASE    RULES   AGE
                refund-guardrails    customer-tools   enforce   Active   2       1h
                """));
        cluster.await(
                () -> assertThat(cluster.kubectl("describe", "toolpolicy", "-n", "production", "refund-guardrails"))
                        .contains("Type:", "Accepted", "Enforced", "Events:", "omnia-operator"));
    }
}
