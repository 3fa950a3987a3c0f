package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.realparts.ApiServer;
import ai.altairalabs.omnia.realparts.Ran;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real API server with the chart installed twice: for all namespaces, and as `scoped` for `shop` alone. No operator runs
 * there, so that its webhooks never answer.
 */
final class InstalledChart implements AutoCloseable {
    private final ApiServer server;

    private InstalledChart(ApiServer server) {
        this.server = server;
    }

    /** The server with both, and with their webhooks in force. */
    static InstalledChart of(Helm helm) {
        InstalledChart chart = new InstalledChart(ApiServer.start());
        try {
            chart.install(helm);
        } catch (RuntimeException | Error e) {
            chart.close();
            throw e;
        }
        return chart;
    }

    private void install(Helm helm) {
        for (String namespace : List.of(Helm.NAMESPACE, "production", "shop", "guarded")) {
            server.kubectl("create", "namespace", namespace).orFail();
        }
        server.kubectl("label", "namespace", Helm.NAMESPACE, "pod-security.kubernetes.io/enforce=restricted")
                .orFail();
        server.kubectl("label", "namespace", "guarded", "omnia.altairalabs.ai/inject=enabled")
                .orFail();
        foreign("monitoring.coreos.com", "ServiceMonitor", "servicemonitors");
        foreign("security.istio.io", "AuthorizationPolicy", "authorizationpolicies");
        foreign("security.istio.io", "RequestAuthentication", "requestauthentications");
        foreign("security.istio.io", "PeerAuthentication", "peerauthentications");
        apply(helm.template("proxy.namespaces={production}").orFail());
        apply(helm.template(
                        "nameOverride=scoped",
                        "webhook.service=scoped",
                        "watchNamespaces={shop}",
                        "webhook.validation.enabled=false",
                        "webhook.injection.enabled=false",
                        "crds.install=false",
                        "mesh.createPeerAuthentication=true",
                        "mesh.networkPolicies=true")
                .orFail());
        // The API server takes a moment to put webhooks in force.
        await(() -> applyGuardrails("--dry-run=server").err().contains("failed calling webhook"));
        await(() -> create(podIn("guarded")).err().contains("failed calling webhook"));
        await(() -> create(podIn("kube-system")).exitCode() == 0);
    }

    /** A kind of others, as far as it is needed to be named. */
    private void foreign(String group, String kind, String plural) {
        server.kubectlWith("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %2$s.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: %3$s, plural: %2$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group, plural, kind), "apply", "-f", "-")
                .orFail();
        server.kubectl("wait", "--for=condition=Established", "--timeout=240s", "crd", plural + "." + group)
                .orFail();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    Ran kubectl(String... arguments) {
        return server.kubectl(arguments);
    }

    /** kubectl with this on its standard input. */
    Ran kubectlWith(String input, String... arguments) {
        return server.kubectlWith(input, arguments);
    }

    /** Applies the objects, as an installation does. */
    void apply(String objects) {
        server.kubectlWith(objects, "apply", "--server-side", "--validate=strict", "-f", "-")
                .orFail();
    }

    /** Applies a policy, which the webhook is to validate; {@code how} says whether it is a dry run. */
    Ran applyGuardrails(String how) {
        return server.kubectl("apply", how, "-f", "examples/customer-service/refund-guardrails.yaml");
    }

    /** Whether the user may do this, in the words of {@code kubectl auth can-i}. */
    boolean can(String user, String words) {
        Stream<String> arguments = Stream.concat(
                Stream.of("auth", "can-i", "--as=" + user),
                Stream.of(words.strip().split(" +")));
        Ran ran = server.kubectl(Stream.concat(
                        arguments,
                        user.startsWith("system:serviceaccount:production:")
                                ? Stream.of("--as-group=system:serviceaccounts:production")
                                : Stream.of())
                .toArray(String[]::new));
        String answer = ran.out().strip().lines().reduce("", (_, last) -> last);
        assertThat(answer).as(words + ran.err()).isIn("yes", "no");
        return answer.equals("yes");
    }

    /** A pod as the operator's own Deployment would make it. */
    Pod operatorPod() {
        String installed = server.kubectl("get", "deployment", "omnia-operator", "-n", Helm.NAMESPACE, "-o", "yaml")
                .orFail();
        Deployment deployment = Serialization.unmarshal(installed, Deployment.class);
        return new PodBuilder()
                .withNewMetadata()
                .withName("operator")
                .withNamespace(Helm.NAMESPACE)
                .endMetadata()
                .withSpec(deployment.getSpec().getTemplate().getSpec())
                .build();
    }

    /** The same pod, as one of another namespace. */
    Pod podIn(String namespace) {
        Pod pod = operatorPod();
        pod.getMetadata().setNamespace(namespace);
        pod.getSpec().setPriorityClassName(null);
        return pod;
    }

    /** Would create the pod: no more than a dry run, since nothing here would run it. */
    Ran create(Pod pod) {
        return server.kubectlWith(Serialization.asYaml(pod), "create", "--dry-run=server", "-f", "-");
    }

    @Override
    public void close() {
        server.close();
    }
}
