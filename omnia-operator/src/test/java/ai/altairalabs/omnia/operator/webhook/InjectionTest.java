package ai.altairalabs.omnia.operator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.operator.desired.Sidecar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class InjectionTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static Injection.Result of(String spec) {
        Pod pod = YAML.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {labels: {app: tools}}
                spec:
                """ + spec.indent(2), Pod.class);
        return Injection.of(pod, "production", new Sidecar("customer-tools", "http"), "omnia:1");
    }

    @Test
    void tellsTheDoorWhatItGuards() {
        assertThat(ProxyArguments.of("production", "customer-tools", 8080, 15080, 15090))
                .containsExactly(
                        "proxy",
                        "--policies",
                        "kubernetes",
                        "--namespace",
                        "production",
                        "--upstream",
                        "http://127.0.0.1:8080",
                        "--listen",
                        "0.0.0.0:15080",
                        "--admin-listen",
                        "0.0.0.0:15090",
                        "--jwks",
                        "/etc/omnia/context-keys/jwks.json",
                        "--registry",
                        "customer-tools");
        assertThat(ProxyArguments.of("production", null, 8080, 15080, 15090)).doesNotContain("--registry");
    }

    @Test
    void takesPortsThatAreFree() {
        assertThat(of("""
                containers:
                  - name: tool
                    ports: [{name: http, containerPort: 15080}, {containerPort: 15081}]
                volumes: [{name: data, emptyDir: {}}]
                """))
                .isInstanceOfSatisfying(
                        Injection.Result.Patch.class,
                        patch -> assertThat(patch.toString())
                                .contains("0.0.0.0:15082", "http://127.0.0.1:15080", "path=/spec/volumes/-"));
    }

    @Test
    void doesNothingTwice() {
        assertThat(of("""
                containers:
                  - name: tool
                    ports: [{name: omnia-app, containerPort: 8080}]
                  - name: policy-proxy
                    ports: [{name: http, containerPort: 15080}]
                """)).isInstanceOf(Injection.Result.Nothing.class);
    }

    @Test
    void leavesPodsOfTheNodesNetworkAlone() {
        assertThat(of("""
                hostNetwork: true
                containers: [{name: tool, ports: [{name: http, containerPort: 8080}]}]
                """))
                .isInstanceOfSatisfying(
                        Injection.Result.Impossible.class,
                        impossible -> assertThat(impossible.warning()).contains("hostNetwork"));
    }
}
