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
        cluster.await(() -> assertThat(cluster.kubectl("describe", "toolpolicy", "-n", "production", "refund-guardrails"))
                .contains("Type:", "Accepted", "Enforced", "Events:", "omnia-operator"));
        System.out.println(cluster.kubectl("describe", "toolpolicy", "-n", "production", "refund-guardrails"));
        System.out.println(cluster.kubectl("get", "tr,ar,ap,tp", "-n", "production", "-o", "wide"));
    }
}
