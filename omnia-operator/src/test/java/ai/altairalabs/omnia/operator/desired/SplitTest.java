package ai.altairalabs.omnia.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.istio.AuthorizationPolicies;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.observe.ManifestCluster;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Objects that would be too large. */
class SplitTest {
    @Test
    void aLargeObjectIsSplitAndNothingIsLost() {
        List<String> principals = IntStream.range(0, 9000)
                .mapToObj(i -> "cluster.local/ns/production/sa/agent-with-a-long-name-" + i)
                .toList();
        String names = IntStream.range(0, 9000)
                .mapToObj(i -> "agent-with-a-long-name-" + i)
                .collect(Collectors.joining(", "));
        String many = DesiredTest.TOOLS.replace("agents: [support-agent]", "agents: [" + names + "]");
        ManifestCluster cluster = ManifestCluster.read(
                List.of(ManifestReader.decode(
                        "all.yaml", (many + "---\n" + DesiredTest.service("http")).getBytes(StandardCharsets.UTF_8))),
                Limits.standard(() -> 0),
                Mesh.DEFAULT);
        List<DesiredObject> objects = Desired.of(cluster.view()).objects();

        assertThat(objects).hasSizeGreaterThan(10);
        assertThat(objects).extracting(DesiredObject::name).doesNotHaveDuplicates();
        KubernetesSerialization serialization = new KubernetesSerialization();
        assertThat(objects)
                .allSatisfy(object -> assertThat(
                                serialization.asYaml(object.toMap()).getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(AuthorizationPolicies.LARGEST));
        long rules = objects.stream()
                .map(object -> rules(object).size())
                .max(Integer::compare)
                .orElseThrow();
        Map<String, Long> denials = objects.stream()
                .flatMap(object -> rules(object).stream())
                .flatMap(rule -> principals(rule).stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        assertThat(denials.keySet()).containsExactlyInAnyOrderElementsOf(principals);
        assertThat(denials.values()).containsOnly(rules);
    }

    private static List<?> rules(DesiredObject object) {
        return (List<?>) object.spec().get("rules");
    }

    private static List<String> principals(Object rule) {
        Object from = ((List<?>) ((Map<?, ?>) rule).get("from")).getFirst();
        Object source = ((Map<?, ?>) from).get("source");
        return ((List<?>) ((Map<?, ?>) source).get("principals"))
                .stream().map(String::valueOf).toList();
    }
}
