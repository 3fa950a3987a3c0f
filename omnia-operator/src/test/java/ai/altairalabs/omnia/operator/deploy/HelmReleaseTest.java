package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.realparts.ApiServer;
import ai.altairalabs.omnia.realparts.Part;
import ai.altairalabs.omnia.realparts.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/kubernetes.md}, run by helm itself against a real API server. */
class HelmReleaseTest {
    private static final String POLICY = "examples/customer-service/refund-guardrails.yaml";

    @TempDir
    private Path home;

    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createSymbolicLink(home.resolve("helm"), Part.HELM.require());
        server = ApiServer.start();
        server.kubectl("create", "namespace", "production").orFail();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Runs the line of the page that begins so, with more at its end. */
    private Ran page(String beginning, String more) throws IOException {
        String line = Files.readAllLines(Crds.ROOT.resolve("docs/kubernetes.md")).stream()
                .filter(one -> one.startsWith(beginning))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = Map.of(
                "HOME",
                home.toString(),
                "PATH",
                home + ":" + Part.KUBECTL.require().getParent() + ":" + System.getenv("PATH"),
                "KUBECONFIG",
                server.kubeconfig().toString());
        return Ran.run(Crds.ROOT, environment, List.of("bash", "-euo", "pipefail", "-c", line + " " + more), "");
    }

    private String get(String... what) {
        return server.kubectl(what).orFail();
    }

    private String replicas() {
        return get("get", "deployment", "omnia-operator", "-n", Helm.NAMESPACE, "-o", "jsonpath={.spec.replicas}");
    }

    private String authority() {
        return get(
                "get",
                "mutatingwebhookconfiguration",
                "omnia-webhook",
                "-o",
                "jsonpath={.webhooks[0].clientConfig.caBundle}");
    }

    @Test
    void installsUpgradesRollsBackAndUninstalls() throws IOException {
        // No operator runs here that could let a policy in.
        page("helm install omnia ", "--set webhook.validation.enabled=false").orFail();
        assertThat(replicas()).isEqualTo("2");
        assertThat(get(
                        "get",
                        "deployment",
                        "omnia-operator",
                        "-n",
                        Helm.NAMESPACE,
                        "-o",
                        "jsonpath={.spec.template.spec.containers[0].image}"))
                .isEqualTo("registry.example.com/omnia:0.1.0");
        server.kubectl("wait", "--for=condition=Established", "--timeout=240s", "-f", "deploy/crds")
                .orFail();
        get("apply", "-f", POLICY);
        String written = "Y2VydGlmaWNhdGUgYXV0aG9yaXR5";
        server.kubectl(
                        "patch",
                        "mutatingwebhookconfiguration",
                        "omnia-webhook",
                        "--type=json",
                        "--field-manager=omnia-operator",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"" + written
                                + "\"}]")
                .orFail();

        page("helm upgrade omnia ", "--set replicas=3").orFail();
        assertThat(replicas()).isEqualTo("3");
        assertThat(authority()).as("what the operator wrote").isEqualTo(written);
        assertThat(get("get", "deployment", "-n", Helm.NAMESPACE, "-o", "yaml"))
                .as("values of before count")
                .contains("registry.example.com/omnia:0.1.0");

        new Helm(home)
                .run(
                        "rollback",
                        "omnia",
                        "1",
                        "--namespace",
                        Helm.NAMESPACE,
                        "--kubeconfig",
                        server.kubeconfig().toString())
                .orFail();
        assertThat(replicas()).isEqualTo("2");
        assertThat(authority()).isEqualTo(written);

        page("helm uninstall omnia ", "").orFail();
        assertThat(get(
                        "get",
                        "deployments,services,serviceaccounts,roles,rolebindings,poddisruptionbudgets,networkpolicies",
                        "-n",
                        Helm.NAMESPACE,
                        "-l",
                        "app.kubernetes.io/part-of=omnia",
                        "-o",
                        "name"))
                .isEmpty();
        assertThat(get(
                        "get",
                        "clusterroles,clusterrolebindings,validatingwebhookconfigurations,"
                                + "mutatingwebhookconfigurations,validatingadmissionpolicies",
                        "-l",
                        "app.kubernetes.io/part-of=omnia",
                        "-o",
                        "name"))
                .isEmpty();
        assertThat(get("get", "toolpolicies", "-n", "production", "-o", "name"))
                .as("kinds and policies are kept")
                .contains("refund-guardrails");

        page("helm install omnia ", "").orFail();
        assertThat(get("get", "toolpolicies", "-n", "production", "-o", "name")).contains("refund-guardrails");
        page("helm uninstall omnia ", "").orFail();
        // How long the API server takes to clear what is left of a kind is its own affair.
        page("kubectl delete crd ", "--wait=false").orFail();
        for (Kind kind : Kind.values()) {
            String left = get(
                    "get",
                    "crd",
                    kind.plural() + ".omnia.altairalabs.ai",
                    "--ignore-not-found",
                    "-o",
                    "jsonpath={.metadata.name} {.metadata.deletionTimestamp}");
            assertThat(left).matches("|\\S+ 20\\S+");
        }
    }

    @Test
    void takesOverKindsThatWereAppliedByHand() throws IOException {
        get("apply", "-f", "deploy/crds");
        Ran refused = page("helm install omnia ", "");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("agentpolicies.omnia.altairalabs.ai", "exists and cannot be imported");
        page("helm install omnia ", "--set crds.install=false").orFail();

        page("helm upgrade omnia deploy/helm/omnia --namespace omnia-system --reuse-values --set crds.install=true", "")
                .orFail();
        assertThat(get(
                        "get",
                        "crd",
                        "agentpolicies.omnia.altairalabs.ai",
                        "-o",
                        "jsonpath={.metadata.annotations.helm\\.sh/resource-policy}"))
                .isEqualTo("keep");
    }
}
