package ai.altairalabs.omnia.operator;

import static ai.altairalabs.omnia.operator.Cluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaderElectionTest {
    @Test
    void oneOfThreeActsAndAnotherTakesOver() {
        try (Cluster cluster = new Cluster()) {
            Operator one = cluster.operator(Cluster.settings(true), "one");
            cluster.await(() -> assertThat(one.acts()).isTrue());
            Operator two = cluster.operator(Cluster.settings(true), "two");
            Operator three = cluster.operator(Cluster.settings(true), "three");
            cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
            cluster.kubectl("apply", "-f", EXAMPLE + "steps/1-restrict-tools.yaml");
            cluster.await(() -> assertThat(cluster.kubectl("get", "agentpolicies", "-n", "production"))
                    .contains("Active"));
            assertThat(two.acts() || three.acts()).isFalse();
            assertThat(instances(cluster)).contains("one").doesNotContain("two", "three");

            one.close();
            cluster.await(() -> assertThat(two.acts() ^ three.acts()).isTrue());
            cluster.kubectl("apply", "-f", EXAMPLE + "steps/3-business-rules.yaml");
            cluster.await(() -> assertThat(cluster.kubectl("get", "toolpolicies", "-n", "production"))
                    .contains("Active"));
            assertThat(two.acts() && three.acts()).isFalse();
            assertThat(instances(cluster)).contains(two.acts() ? "two" : "three");
        }
    }

    private static String instances(Cluster cluster) {
        return cluster.kubectl("get", "events", "-n", "production", "-o", "jsonpath={.items[*].reportingComponent}")
                + cluster.kubectl("get", "events", "-n", "production", "-o", "jsonpath={.items[*].reportingInstance}");
    }
}
