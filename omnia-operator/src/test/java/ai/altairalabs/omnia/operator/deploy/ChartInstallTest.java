package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.realparts.Ran;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server makes of the rendered chart: its objects, its rights, its webhooks, its pods. */
class ChartInstallTest {
    private static final String OPERATOR = "system:serviceaccount:omnia-system:omnia-operator";

    @TempDir
    private static Path home;

    private static InstalledChart chart;

    @BeforeAll
    static void install() {
        chart = InstalledChart.of(new Helm(home));
    }

    @AfterAll
    static void stop() {
        if (chart != null) {
            chart.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=2",
                "replicas=1,webhook.injection.enabled=false,networkPolicy.enabled=false",
                "webhook.validation.enabled=false,webhook.injection.failurePolicy=Ignore,crds.install=false",
                "watchNamespaces={shop},proxy.namespaces={shop},mesh.createPeerAuthentication=true",
                "serviceMonitor.enabled=true,serviceMonitor.labels.release=prometheus,namespace.create=true",
                "image.digest=sha256:0000000000000000000000000000000000000000000000000000000000000000,"
                        + "imagePullSecrets={pull},priorityClassName=system-cluster-critical,podLabels.a=b,"
                        + "podAnnotations.c=d,nodeSelector.e=f,tolerations[0].key=g,tolerations[0].operator=Exists,"
                        + "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                        + ".matchExpressions[0].key=h,affinity.nodeAffinity"
                        + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]"
                        + ".operator=Exists,serviceAccount.annotations.i=j,"
                        + "networkPolicy.metricsNamespaceSelector.matchLabels.k=l",
            })
    void isTakenByTheApiServerWithTheseValues(String values) {
        String objects = new Helm(home).template(values).orFail();
        String taken = chart.kubectlWith(
                        objects,
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--dry-run=server",
                        "--validate=strict",
                        "-f",
                        "-")
                .orFail();
        long count = objects.lines().filter(line -> line.startsWith("kind: ")).count();
        assertThat(taken.lines()).hasSize((int) count).allMatch(line -> line.endsWith("(server dry run)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list agentpolicies -n production",
                "watch toolregistries --all-namespaces",
                "patch toolpolicies --subresource=status -n production",
                "list pods -n production",
                "list services -n production",
                "list namespaces",
                "create authorizationpolicies.security.istio.io -n production",
                "delete requestauthentications.security.istio.io -n production",
                "watch peerauthentications.security.istio.io --all-namespaces",
                "create deployments.apps -n production",
                "patch serviceaccounts -n production",
                "watch networkpolicies.networking.k8s.io -n production",
                "create secrets -n production",
                "get secrets/omnia-context-key -n production",
                "update secrets/omnia-context-key -n production",
                "update secrets/omnia-webhook-certificate -n omnia-system",
                "update leases.coordination.k8s.io/omnia-operator -n omnia-system",
                "create events -n production",
                "create rolebindings.rbac.authorization.k8s.io -n production",
                "bind clusterroles.rbac.authorization.k8s.io/omnia-policy-reader -n production",
                "patch validatingwebhookconfigurations/omnia-webhook",
                "patch mutatingwebhookconfigurations/omnia-webhook",
            })
    void letsTheOperatorDo(String words) {
        InstalledChart.await(() -> chart.can(OPERATOR, words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update agentpolicies -n production",
                "delete toolpolicies -n production",
                "create toolregistries -n production",
                "list secrets -n production",
                "get secrets/database -n production",
                "update secrets/database -n production",
                "update secrets/omnia-webhook-certificate -n production",
                "watch secrets -n production",
                "list validatingwebhookconfigurations",
                "create networkpolicies.networking.k8s.io -n production",
                "delete secrets/database -n production",
                "delete secrets/omnia-webhook-certificate -n omnia-system",
                "create pods -n production",
                "create pods --subresource=exec -n production",
                "delete pods -n production",
                "update leases.coordination.k8s.io/other -n omnia-system",
                "create peerauthentications.security.istio.io -n production",
                "create clusterrolebindings.rbac.authorization.k8s.io",
                "bind clusterroles.rbac.authorization.k8s.io/cluster-admin",
                "bind clusterroles.rbac.authorization.k8s.io/omnia-operator -n production",
                "escalate clusterroles.rbac.authorization.k8s.io/omnia-policy-reader",
                "create roles.rbac.authorization.k8s.io -n production",
                "patch validatingwebhookconfigurations/other",
                "delete validatingwebhookconfigurations/omnia-webhook",
                "create mutatingwebhookconfigurations",
                "patch customresourcedefinitions/agentpolicies.omnia.altairalabs.ai",
                "patch namespaces/production",
                "list nodes",
                "impersonate users",
            })
    void doesNotLetTheOperatorDo(String words) {
        assertThat(chart.can(OPERATOR, words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list agentpolicies -n shop | true",
                "create authorizationpolicies.security.istio.io -n shop | true",
                "create peerauthentications.security.istio.io -n shop | true",
                "create networkpolicies.networking.k8s.io -n shop | true",
                "update leases.coordination.k8s.io/omnia-operator -n omnia-system | true",
                "list namespaces | true",
                "list agentpolicies -n production | false",
                "create authorizationpolicies.security.istio.io -n production | false",
                "create secrets -n production | false",
                "get secrets/omnia-context-key -n production | false",
                "update secrets/omnia-webhook-certificate -n omnia-system | true",
                "update secrets/other -n omnia-system | false",
                "list pods --all-namespaces | false",
                "patch validatingwebhookconfigurations/omnia-webhook | false",
            })
    void bindsAnOperatorToItsNamespaces(String words, boolean allowed) {
        // Roles that were just made are in force a moment later.
        InstalledChart.await(() -> !allowed || chart.can("system:serviceaccount:omnia-system:scoped", words));
        assertThat(chart.can("system:serviceaccount:omnia-system:scoped", words))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watch toolpolicies -n production | true",
                "list toolregistries -n production | true",
                "list toolpolicies -n shop | false",
                "list toolpolicies --all-namespaces | false",
                "update toolpolicies -n production | false",
                "patch toolpolicies --subresource=status -n production | false",
                "list secrets -n production | false",
                "list pods -n production | false",
            })
    void letsProxiesReadThePoliciesOfTheirNamespace(String words, boolean allowed) {
        InstalledChart.await(() -> !allowed || chart.can("system:serviceaccount:production:customer-tools", words));
        assertThat(chart.can("system:serviceaccount:production:customer-tools", words))
                .isEqualTo(allowed);
    }

    private static Ran asOperator(String... arguments) {
        return chart.kubectl(Stream.concat(Stream.of("--as=" + OPERATOR, "-n", "shop"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** RBAC knows kinds and names; which object of a kind is the operator's own, its label says. */
    @Test
    void letsTheOperatorWriteOnlyWhatBearsItsLabel() throws InterruptedException {
        String refusal = "the operator writes only what bears its label `app.kubernetes.io/managed-by=omnia-operator`";
        String own = """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: omnia-context-key
                  namespace: shop
                  labels: {app.kubernetes.io/managed-by: omnia-operator}
                """;
        InstalledChart.await(() -> chart.can(OPERATOR, "create secrets -n shop")
                && chart.can(OPERATOR, "update secrets/omnia-context-key -n shop"));
        chart.kubectlWith(own, "--as=" + OPERATOR, "create", "-f", "-").orFail();
        chart.kubectlWith(own + "stringData: {a: b}", "--as=" + OPERATOR, "replace", "-f", "-")
                .orFail();

        assertThat(refusal("secret/mine", () -> asOperator("create", "secret", "generic", "mine")))
                .contains(refusal);

        String taken = own.replaceFirst("(?m)^ *labels:.*\n", "");
        assertThat(chart.kubectlWith(taken, "--as=" + OPERATOR, "replace", "-f", "-")
                        .err())
                .contains(refusal);

        chart.kubectl("create", "configmap", "settings", "-n", "shop").orFail();
        assertThat(asOperator("delete", "configmap", "settings").err()).contains(refusal);
        assertThat(asOperator("label", "configmap", "settings", "a=b").err()).contains(refusal);
        chart.kubectl("delete", "configmap", "settings", "-n", "shop").orFail();
    }

    /** What it may itself it could give on: an admission policy lets it give one ClusterRole, within a namespace. */
    @Test
    void letsTheOperatorBindReadersOnly() throws InterruptedException {
        String binding = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: NAME, namespace: shop, labels: {app.kubernetes.io/managed-by: omnia-operator}}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: omnia-policy-reader}
                subjects: [{kind: ServiceAccount, name: tool, namespace: shop}]
                """;
        create(binding.replace("NAME", "good")).orFail();
        String elsewhere = binding.replace("NAME", "bad").replace("namespace: shop}]", "namespace: production}]");
        assertThat(refusal("rolebinding/bad", () -> create(elsewhere)))
                .contains("the operator binds service accounts of the same namespace only");
        assertThat(create(binding.replace("NAME", "bad").replace("name: omnia-policy-reader", "name: omnia-operator"))
                        .err())
                .contains("the operator binds to the ClusterRole `omnia-policy-reader` only");
    }

    /** What is said when an object of the namespace is refused: a new admission policy is not in force at once. */
    private static String refusal(String object, Supplier<Ran> attempt) throws InterruptedException {
        Ran ran = attempt.get();
        for (int i = 0; i < 1000 && ran.exitCode() == 0; i++) {
            chart.kubectl("delete", object, "-n", "shop").orFail();
            Thread.sleep(200);
            ran = attempt.get();
        }
        return ran.err();
    }

    private static Ran create(String object) {
        return chart.kubectlWith(object, "--as=" + OPERATOR, "create", "-f", "-");
    }

    @Test
    void runsUnderRestrictedPodSecurity() {
        chart.create(chart.operatorPod()).orFail();
        Pod open = chart.operatorPod();
        open.getSpec().getContainers().getFirst().getSecurityContext().setAllowPrivilegeEscalation(true);
        assertThat(chart.create(open).err())
                .contains("violates PodSecurity \"restricted:latest\"", "allowPrivilegeEscalation");
        assertThat(chart.operatorPod().getSpec().getContainers())
                .allMatch(container -> container.getSecurityContext().getReadOnlyRootFilesystem());
    }

    @Test
    void letsNoPolicyChangeWhileNoOperatorAnswers() {
        Ran ran = chart.applyGuardrails("--dry-run=none");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("failed calling webhook \"validate.omnia.altairalabs.ai\"");
    }

    @ParameterizedTest
    @CsvSource({
        "guarded, , false",
        "guarded, disabled, true",
        "production, , true",
        "production, enabled, false",
        "omnia-system, enabled, true",
        "kube-system, enabled, true",
    })
    void startsNoPodUnguardedWhereItIsToBeGuarded(String namespace, String label, boolean starts) {
        Pod pod = chart.podIn(namespace);
        if (label != null) {
            pod.getMetadata().setLabels(Map.of("omnia.altairalabs.ai/inject", label));
        }
        Ran ran = chart.create(pod);
        assertThat(ran.exitCode() == 0).as(ran.err()).isEqualTo(starts);
        assertThat(ran.err().contains("failed calling webhook")).isEqualTo(!starts);
    }

    @Test
    void leavesTheCertificateAuthorityThatTheOperatorWrote() {
        String authority = Base64.getEncoder().encodeToString("authority".getBytes(StandardCharsets.UTF_8));
        for (String kind : List.of("validatingwebhookconfiguration", "mutatingwebhookconfiguration")) {
            String patch =
                    "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"" + authority + "\"}]";
            chart.kubectl("patch", kind, "omnia-webhook", "--type=json", "--field-manager=omnia-operator", "-p", patch)
                    .orFail();
        }
        chart.apply(new Helm(home).template("proxy.namespaces={production}").orFail());
        assertThat(chart.kubectl(
                                "get",
                                "validatingwebhookconfiguration",
                                "omnia-webhook",
                                "-o",
                                "jsonpath={.webhooks[0].clientConfig.caBundle}")
                        .orFail())
                .isEqualTo(authority);
    }
}
