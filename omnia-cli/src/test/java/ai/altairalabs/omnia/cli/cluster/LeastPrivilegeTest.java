package ai.altairalabs.omnia.cli.cluster;

import static ai.altairalabs.omnia.cli.cluster.InstalledCluster.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.realparts.Part;
import ai.altairalabs.omnia.realparts.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator with the rights that the chart gives it and no more: everything that it is for, without one refusal. */
class LeastPrivilegeTest {
    @TempDir
    private Path directory;

    @Test
    void theRightsOfTheChartAreEnoughForAllOfTheOperatorsWork() throws Exception {
        try (InstalledCluster cluster = InstalledCluster.ofBundle(directory)) {
            List<String> before = cluster.forbidden();
            cluster.istio();
            cluster.kubectl("label", "namespace", "production", "omnia.altairalabs.ai/inject=enabled");
            cluster.toolService();
            cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
            cluster.kubectl(
                    "apply", "-f", EXAMPLE + "steps/2-map-claims.yaml", "-f", EXAMPLE + "steps/3-business-rules.yaml");
            cluster.await(() -> assertThat(cluster.production("get", "ap,tp,tr,ar"))
                    .containsPattern("support-agent-policy +enforce +Active +1")
                    .containsPattern("refund-guardrails +customer-tools +audit +Active +2")
                    .containsPattern("customer-tools +4 +Ready")
                    .containsPattern("support-agent +Pending"));
            cluster.await(() -> assertThat(cluster.production(
                            "get",
                            "deploy,svc,sa,cm,secret,authorizationpolicies,requestauthentications",
                            "-o",
                            "name"))
                    .contains(
                            "deployment.apps/support-agent",
                            "service/support-agent",
                            "serviceaccount/support-agent",
                            "configmap/omnia-context-keys",
                            "secret/omnia-context-key",
                            "authorizationpolicy.security.istio.io/",
                            "requestauthentication.security.istio.io/"));
            assertThat(cluster.production("get", "events", "-o", "jsonpath={.items[*].source.component}"))
                    .contains("omnia-operator");
            assertThat(cluster.kubectl(
                            "get",
                            "lease",
                            "omnia-operator",
                            "-n",
                            "omnia-system",
                            "-o",
                            "jsonpath={.spec.holderIdentity}"))
                    .isEqualTo("operator-0");

            // Both webhooks, with the authority that the operator wrote into their configurations.
            cluster.apply(toolPod("customer-tools"));
            assertThat(cluster.production("get", "pod", "customer-tools", "-o", "jsonpath={.spec.containers[*].name}"))
                    .isEqualTo("tool policy-proxy");
            Ran faulty = cluster.server()
                    .kubectlWith(
                            InstalledCluster.example("steps/5-enforce.yaml").replace("> 500.0", ">"),
                            "apply",
                            "-f",
                            "-");
            assertThat(faulty.err()).contains("admission webhook \"validate.omnia.altairalabs.ai\" denied the request");

            // What it makes it also mends and removes.
            cluster.production("patch", "service", "support-agent", "-p", "{\"spec\":{\"selector\":{\"more\":\"x\"}}}");
            cluster.production("delete", "configmap", "omnia-context-keys");
            cluster.await(() -> assertThat(cluster.production("get", "cm,svc", "-o", "yaml"))
                    .contains("name: omnia-context-keys")
                    .doesNotContain("more: x"));
            cluster.production("delete", "agentpolicy", "support-agent-policy");
            cluster.production("delete", "agentruntime", "support-agent");
            cluster.await(
                    () -> assertThat(cluster.production("get", "deploy,svc,sa,authorizationpolicies", "-o", "name"))
                            .doesNotContain("support-agent"));
            cluster.production("delete", "pod", "customer-tools", "--grace-period=0", "--force");
            cluster.await(() -> assertThat(cluster.production("get", "rolebindings", "-o", "name"))
                    .isEmpty());

            cluster.startOperator();
            assertThat(cluster.forbidden()).isEqualTo(before);
            assertThat(cluster.operatorLog()).doesNotContain("forbidden", "is lost", "could not be written");
        }
    }

    private static String toolPod(String account) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: customer-tools, namespace: production, labels: {app: customer-tools}}
                spec:
                  serviceAccountName: %s
                  containers: [{name: tool, image: tool, ports: [{name: http, containerPort: 8080}]}]
                """.formatted(account);
    }

    @Test
    void doorsAndAgentsMayReadTheirNamespaceAndNoOther() throws Exception {
        try (InstalledCluster cluster = InstalledCluster.ofBundle(directory)) {
            cluster.kubectl("label", "namespace", "production", "omnia.altairalabs.ai/inject=enabled");
            cluster.kubectl("create", "namespace", "shop");
            cluster.production("create", "serviceaccount", "tools");
            cluster.production("create", "serviceaccount", "stranger");
            cluster.toolService();
            cluster.kubectl("apply", "-f", EXAMPLE + "customer-tools.yaml", "-f", EXAMPLE + "support-agent.yaml");
            cluster.apply(toolPod("tools"));
            cluster.await(() -> assertThat(cluster.production(
                            "get", "rolebinding", "omnia-policy-readers", "-o", "jsonpath={.subjects[*].name}"))
                    .isEqualTo("support-agent tools"));
            assertThat(cluster.production("get", "rolebinding", "omnia-policy-readers", "-o", "jsonpath={.roleRef}"))
                    .contains("\"kind\":\"ClusterRole\"", "\"name\":\"omnia-policy-reader\"");
            for (String account : List.of("tools", "support-agent")) {
                assertThat(as(cluster, account, "get", "toolregistries", "-n", "production")
                                .out())
                        .contains("customer-tools");
                for (String words : List.of(
                        "get toolpolicies -n shop",
                        "get toolpolicies --all-namespaces",
                        "get secrets -n production",
                        "delete toolregistry customer-tools -n production")) {
                    assertThat(as(cluster, account, words.split(" ")).err())
                            .as(words)
                            .contains("forbidden");
                }
            }
            assertThat(as(cluster, "stranger", "get", "toolregistries", "-n", "production")
                            .err())
                    .contains("forbidden");

            String token = cluster.server().serviceAccountToken("production", "tools");
            try (CliProcess door = CliProcess.startDoor(
                    directory,
                    "proxy",
                    "--policies",
                    "kubernetes",
                    "--kubeconfig",
                    cluster.server().kubeconfig(token).toString(),
                    "--namespace",
                    "shop",
                    "--upstream",
                    "http://127.0.0.1:9",
                    "--identity",
                    "headers")) {
                assertThat(door.awaitSaid("(policies are not loaded, .*may not list.*`shop`.*)"))
                        .contains("every call is refused", "give its service account get, list and watch");
                assertThat(door.err()).doesNotContain("listening on");
            }

            // Somebody takes the binding away: it comes back; somebody has that name: the policies say so.
            cluster.kubectl("apply", "-f", EXAMPLE + "steps/3-business-rules.yaml");
            cluster.production("delete", "rolebinding", "omnia-policy-readers");
            cluster.await(() -> cluster.production("get", "rolebinding", "omnia-policy-readers"));
            cluster.production("label", "rolebinding", "omnia-policy-readers", "app.kubernetes.io/managed-by-");
            cluster.await(() -> assertThat(cluster.production("describe", "toolpolicy", "refund-guardrails"))
                    .contains("NameTaken", "RoleBinding production/omnia-policy-readers"));
            cluster.production("delete", "rolebinding", "omnia-policy-readers");
            cluster.await(
                    () -> assertThat(cluster.production("get", "toolpolicy", "-o", "jsonpath={.items[*].status.phase}"))
                            .isEqualTo("Active"));
        }
    }

    private static Ran as(InstalledCluster cluster, String account, String... words) {
        String token = cluster.server().serviceAccountToken("production", account);
        String[] start = {"--kubeconfig", cluster.server().kubeconfig(token).toString()};
        return cluster.server()
                .kubectl(java.util.stream.Stream.concat(java.util.Arrays.stream(start), java.util.Arrays.stream(words))
                        .toArray(String[]::new));
    }

    /** {@code watchNamespaces}: rights in these namespaces only, and nothing done elsewhere. */
    @Test
    void anOperatorOfSomeNamespacesLooksAfterThoseOnly() throws Exception {
        String objects = Ran.run(
                        InstalledCluster.ROOT,
                        Map.of("HOME", directory.toString()),
                        List.of(
                                Part.HELM.require().toString(),
                                "template",
                                "omnia",
                                "deploy/helm/omnia",
                                "--namespace",
                                "omnia-system",
                                "--set",
                                "watchNamespaces={production},mesh.createPeerAuthentication=true,"
                                        + "mesh.networkPolicies=true"),
                        "")
                .orFail();
        try (InstalledCluster cluster = new InstalledCluster(directory, objects)) {
            List<String> before = cluster.forbidden();
            cluster.istio();
            cluster.kubectl("create", "namespace", "shop");
            cluster.toolService();
            for (String namespace : List.of("production", "shop")) {
                for (String file : List.of(
                        "customer-tools.yaml",
                        "support-agent.yaml",
                        "steps/2-map-claims.yaml",
                        "steps/3-business-rules.yaml")) {
                    cluster.apply(
                            InstalledCluster.example(file).replace("namespace: production", "namespace: " + namespace));
                }
            }
            cluster.await(() -> assertThat(cluster.production("get", "ap,tp"))
                    .containsPattern("support-agent-policy +enforce +Active +1")
                    .containsPattern("refund-guardrails +customer-tools +audit +Active +2"));
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: customer-tools
                      namespace: production
                      labels: {app: customer-tools, omnia.altairalabs.ai/app-port: "8080"}
                    spec:
                      containers:
                        - {name: tool, image: tool, ports: [{name: omnia-app, containerPort: 8080}]}
                        - {name: policy-proxy, image: omnia, ports: [{name: http, containerPort: 15080}]}
                    """);
            cluster.await(() -> assertThat(cluster.production(
                            "get",
                            "deploy,rolebindings,authorizationpolicies,peerauthentications,networkpolicies",
                            "-o",
                            "name"))
                    .contains(
                            "deployment.apps/support-agent",
                            "rolebinding.rbac.authorization.k8s.io/omnia-policy-readers",
                            "authorizationpolicy.security.istio.io/",
                            "peerauthentication.security.istio.io/",
                            "networkpolicy.networking.k8s.io/"));
            cluster.await(() -> assertThat(cluster.production(
                            "get",
                            "toolpolicy",
                            "-o",
                            "jsonpath={.items[0].status.conditions[?(@.type==\"Enforced\")].reason}"))
                    .isEqualTo("PolicyProxy"));
            assertThat(cluster.kubectl("get", "ap,tp,tr,ar", "-n", "shop", "-o", "jsonpath={.items[*].status}"))
                    .isEmpty();
            assertThat(cluster.kubectl(
                            "get",
                            "deploy,svc,sa,cm,secret,rolebindings,authorizationpolicies",
                            "-n",
                            "shop",
                            "-l",
                            "app.kubernetes.io/managed-by=omnia-operator",
                            "-o",
                            "name"))
                    .isEmpty();
            assertThat(cluster.forbidden()).isEqualTo(before);
        }
    }
}
