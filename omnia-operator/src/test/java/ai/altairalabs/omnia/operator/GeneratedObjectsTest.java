package ai.altairalabs.omnia.operator;

import static ai.altairalabs.omnia.operator.Cluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of the objects that policies lead to, from Istio's arrival to the policy's end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GeneratedObjectsTest {
    private Cluster cluster;
    private Operator operator;

    @BeforeAll
    void start() {
        cluster = new Cluster();
        operator = cluster.operator();
        cluster.toolService();
        cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/1-restrict-tools.yaml");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private List<String> denials() {
        return cluster.kubectl(
                        "get",
                        "authorizationpolicies",
                        "-n",
                        "production",
                        "-l",
                        "omnia.altairalabs.ai/policy",
                        "-o",
                        "name")
                .lines()
                .toList();
    }

    private String denial() {
        List<String> all = denials();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private String condition(String policy, String type) {
        return cluster.kubectl(
                "get",
                "agentpolicy",
                policy,
                "-n",
                "production",
                "-o",
                "jsonpath={.status.conditions[?(@.type==\"" + type + "\")]['status','reason','message']}");
    }

    @Test
    @Order(1)
    void saysThatIstioIsMissing() {
        cluster.await(
                () -> assertThat(condition("support-agent-policy", "Ready")).startsWith("True"));
        cluster.await(() -> assertThat(condition("support-agent-policy", "Enforced"))
                .startsWith("False")
                .contains("IstioMissing"));
    }

    @Test
    @Order(2)
    void noticesIstioWithoutARestart() {
        cluster.istio();
        cluster.await(() -> assertThat(denial()).isNotBlank());
        String object = cluster.kubectl("get", denial(), "-n", "production", "-o", "yaml", "--show-managed-fields");
        assertThat(object)
                .contains("action: DENY", "cluster.local/ns/production/sa/support-agent")
                .contains("manager: omnia-operator", "operation: Apply", "kind: AgentPolicy");
    }

    @Test
    @Order(3)
    void repairsWhatSomebodyEdited() {
        String name = denial();
        String before = cluster.kubectl("get", name, "-n", "production", "-o", "jsonpath={.spec}");
        cluster.kubectl("patch", name, "-n", "production", "--type", "merge", "-p", """
                {"spec":{"action":"ALLOW","selector":{"matchLabels":{"more":"labels"}}}}""");
        cluster.awaitOutput(() -> cluster.kubectl("get", name, "-n", "production", "-o", "jsonpath={.spec}"), before);
        cluster.kubectl("delete", name, "-n", "production");
        cluster.awaitOutput(() -> cluster.kubectl("get", name, "-n", "production", "-o", "jsonpath={.spec}"), before);
    }

    @Test
    @Order(4)
    void changesNothingWhenNothingChanges() {
        // What came before may still be at work; an operator that never comes to rest never holds this.
        cluster.await(() -> {
            String before = versions();
            cluster.kubectl("label", "namespace", "production", "--overwrite", "look=" + System.nanoTime());
            rest();
            assertThat(versions()).isEqualTo(before);
        });
    }

    private String versions() {
        return cluster.kubectl("get", denial(), "-n", "production", "-o", "jsonpath={.metadata.resourceVersion}")
                + " "
                + cluster.kubectl(
                        "get",
                        "agentpolicy",
                        "-n",
                        "production",
                        "-o",
                        "jsonpath={.items[*].metadata.resourceVersion}");
    }

    private static void rest() {
        try {
            Thread.sleep(3000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(5)
    void goesOnAfterTheApiServerWasAway() {
        cluster.server().stopServer();
        cluster.server().restartServer();
        cluster.kubectl("delete", denial(), "-n", "production");
        cluster.await(() -> assertThat(denial()).isNotBlank());
    }

    @Test
    @Order(6)
    void anotherOperatorGoesOnWhereOneStopped() {
        String name = denial();
        operator.close();
        cluster.kubectl("delete", name, "-n", "production");
        cluster.kubectl("apply", "-f", EXAMPLE + "steps/2-map-claims.yaml");
        cluster.operator();
        cluster.await(() -> assertThat(denials()).contains(name));
    }

    @Test
    @Order(7)
    void leavesAnObjectOfTheSameNameAlone() {
        String name = denial();
        cluster.await(() -> {
            // An operator that has just begun may not have seen it yet, and write over it.
            cluster.kubectl("label", name, "-n", "production", "app.kubernetes.io/managed-by=somebody", "--overwrite");
            cluster.kubectl("patch", name, "-n", "production", "--type", "merge", "-p", """
                    {"spec":{"action":"ALLOW"}}""");
            assertThat(condition("support-agent-policy", "Ready"))
                    .startsWith("False NameTaken")
                    .contains("was not made by the operator");
        });
        assertThat(condition("support-agent-policy", "Enforced")).startsWith("False");
        assertThat(cluster.kubectl("get", name, "-n", "production", "-o", "jsonpath={.spec.action}"))
                .isEqualTo("ALLOW");
        assertThat(cluster.kubectl("get", "agentpolicy", "-n", "production")).contains("Error");
        cluster.kubectl("delete", name, "-n", "production");
        cluster.await(
                () -> assertThat(condition("support-agent-policy", "Ready")).startsWith("True InForce"));
        cluster.await(() -> assertThat(
                        cluster.kubectl("get", "events", "-n", "production", "-o", "jsonpath={.items[*].reason}"))
                .contains("NameTaken"));
    }

    @Test
    @Order(8)
    void saysOfAnAgentThatItsTokensAreNotVerified() {
        String tokens = cluster.kubectl("get", "requestauthentications", "-n", "production", "-o", "name")
                .strip();
        cluster.kubectl("label", tokens, "-n", "production", "app.kubernetes.io/managed-by=somebody", "--overwrite");
        cluster.await(() -> assertThat(cluster.kubectl("describe", "agentruntime", "support-agent", "-n", "production"))
                .contains("NameTaken", "RequestAuthentication production/omnia-support-agent"));
        cluster.kubectl("delete", tokens, "-n", "production");
        cluster.await(() -> assertThat(cluster.kubectl(
                        "get",
                        "agentruntime",
                        "support-agent",
                        "-n",
                        "production",
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}"))
                .isEqualTo("PodsPending"));
    }

    @Test
    @Order(9)
    void takesObjectsAwayWithTheirPolicy() {
        String before = denial();
        String renamed = cluster.kubectl("get", "agentpolicy", "support-agent-policy", "-n", "production", "-o", "yaml")
                .replaceAll("(?m)^  (uid|resourceVersion|creationTimestamp|generation):.*\n", "")
                .replace("name: support-agent-policy", "name: another-policy");
        cluster.kubectl("delete", "agentpolicy", "support-agent-policy", "-n", "production");
        cluster.apply(renamed);
        cluster.await(() -> assertThat(denial()).isNotEqualTo(before));
        cluster.kubectl("delete", "agentpolicy", "another-policy", "-n", "production");
        cluster.await(() -> assertThat(denials()).isEmpty());
    }
}
