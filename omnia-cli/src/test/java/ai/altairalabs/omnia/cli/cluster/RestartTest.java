package ai.altairalabs.omnia.cli.cluster;

import static ai.altairalabs.omnia.cli.cluster.InstalledCluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.realparts.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator that starts where versions with faults got past the webhook while it was away. It never saw the good ones: it
 * must leave what followed from them as it is, say so, and let no pod start that it cannot judge.
 */
class RestartTest {
    private static final String OBJECTS =
            "authorizationpolicies,requestauthentications,deployments,services,serviceaccounts,configmaps,rolebindings";

    @TempDir
    private Path directory;

    @Test
    void whatFollowedFromVersionsThatItNeverSawStays() throws Exception {
        try (InstalledCluster cluster = InstalledCluster.ofBundle(directory)) {
            cluster.istio();
            cluster.kubectl("label", "namespace", "production", "omnia.altairalabs.ai/inject=enabled");
            cluster.toolService();
            cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
            cluster.kubectl("apply", "-f", EXAMPLE + "steps/2-map-claims.yaml");
            cluster.apply(pod("customer-tools"));
            // Denials at the tool and of the port behind its door, and the agent's token.
            cluster.await(() -> assertThat(objects(cluster).lines()).hasSizeGreaterThanOrEqualTo(9));
            cluster.await(() -> assertThat(objects(cluster))
                    .contains("app-port", "support-agent-policy-customer-tools", "omnia-support-agent"));
            String before = objects(cluster);

            cluster.stopOperator();
            cluster.kubectl("delete", "validatingwebhookconfiguration", "omnia-webhook");
            replace(
                    cluster,
                    InstalledCluster.example("steps/2-map-claims.yaml")
                            .replaceFirst("(?s)toolAccess:.*?claimMapping:", "toolAccess:\n  claimMapping:"));
            replace(cluster, InstalledCluster.example("customer-tools.yaml").replaceFirst("timeout:", "timeouts:"));
            cluster.startOperator();

            cluster.await(() -> {
                for (String one : new String[] {"agentpolicy/support-agent-policy", "toolregistry/customer-tools"}) {
                    assertThat(cluster.production(
                                    "get",
                                    one,
                                    "-o",
                                    "jsonpath={.status.conditions[?(@.type==\"Accepted\")]['status','reason']}"))
                            .as(one)
                            .isEqualTo("False Invalid");
                }
            });
            assertThat(cluster.production("describe", "agentpolicy", "support-agent-policy"))
                    .contains(
                            "PolicyInvalid",
                            "the operator knows no good version",
                            "objects that were made for it stay");
            // Whatever made the operator look again, it looked.
            cluster.kubectl("label", "namespace", "production", "look=again");
            cluster.production("delete", "serviceaccount", "support-agent");
            cluster.await(() -> assertThat(objects(cluster)).isEqualTo(before));

            Ran refused = cluster.server().kubectlWith(pod("customer-tools-2"), "apply", "-f", "-");
            assertThat(refused.err())
                    .contains("the ToolRegistry `production/customer-tools` has faults", "needs a `policy-proxy`");
            cluster.apply(pod("batch").replace("app: customer-tools", "app: batch"));

            replace(cluster, InstalledCluster.example("customer-tools.yaml"));
            cluster.await(() -> cluster.apply(pod("customer-tools-2")));
            assertThat(cluster.production(
                            "get", "pod", "customer-tools-2", "-o", "jsonpath={.spec.containers[*].name}"))
                    .isEqualTo("tool istio-proxy policy-proxy");
            cluster.production("delete", "agentpolicy", "support-agent-policy");
            cluster.await(() -> assertThat(objects(cluster)).doesNotContain("support-agent-policy-customer-tools"));
        }
    }

    /** What the operator made, without what tells versions apart. */
    private static String objects(InstalledCluster cluster) {
        return cluster.production(
                "get",
                OBJECTS,
                "-l",
                "app.kubernetes.io/managed-by=omnia-operator",
                "-o",
                "jsonpath={range .items[*]}{.kind} {.metadata.name} {.spec.rules} {.spec.action} {.subjects}{\"\\n\"}"
                        + "{end}");
    }

    private static void replace(InstalledCluster cluster, String yaml) {
        cluster.server().kubectlWith(yaml, "replace", "-f", "-").orFail();
    }

    private static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: production, labels: {app: customer-tools}}
                spec:
                  containers:
                    - {name: tool, image: tool, ports: [{name: http, containerPort: 8080}]}
                    - {name: istio-proxy, image: istio}
                """.formatted(name);
    }
}
