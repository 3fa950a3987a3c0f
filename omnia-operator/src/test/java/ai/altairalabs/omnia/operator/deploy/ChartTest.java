package ai.altairalabs.omnia.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.realparts.Part;
import ai.altairalabs.omnia.realparts.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart as helm sees it. */
class ChartTest {
    @TempDir
    private Path home;

    private Helm helm;

    @BeforeEach
    void prepare() {
        helm = new Helm(home);
    }

    @Test
    void passesTheStrictLint() {
        assertThat(helm.run("lint", "--strict", Helm.CHART).orFail()).contains("1 chart(s) linted, 0 chart(s) failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mesh.mode=linkerd | mesh/mode",
                "mesh.mode=linkerd | value must be one of 'auto', 'sidecar', 'ambient', 'none'",
                "replica=3 | additional properties 'replica' not allowed",
                "replicas=0 | minimum: got 0, want 1",
                "image.digest=latest | does not match pattern",
                "webhook.injection.failurePolicy=Deny | value must be one of 'Fail', 'Ignore'",
                "watchNamespaces={Production} | does not match pattern",
            })
    void refusesWrongValues(String value, String message) {
        Ran ran = helm.template(value);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("values don't meet the specifications of the schema", message);
    }

    @Test
    void givesNoRightToEverything() {
        String rendered = helm.template(
                        "mesh.createPeerAuthentication=true", "crds.install=false", "proxy.namespaces={a}")
                .orFail();
        assertThat(rendered).contains("kind: ClusterRole").doesNotContain("'*'").doesNotContain("\"*\"");
    }

    @Test
    void tellsTheOperatorWhatTheValuesSay() {
        String rendered = helm.template(
                        "image.repository=registry.example/omnia",
                        "image.tag=1.2.3",
                        "proxyImage=registry.example/proxy:4",
                        "watchNamespaces={shop,bank}",
                        "mesh.mode=ambient",
                        "mesh.createPeerAuthentication=true",
                        "mesh.networkPolicies=true",
                        "mesh.trustDomain=example.org",
                        "webhook.service=guard",
                        "crds.install=false")
                .orFail();
        String arguments =
                rendered.substring(rendered.indexOf("args:"), rendered.indexOf("ports:", rendered.indexOf("args:")));
        assertThat(List.of(arguments
                        .replaceAll("(?m)^ *(- |args:)", "")
                        .replace("\"", "")
                        .strip()
                        .split("\n")))
                .containsExactly(
                        "operator",
                        "--namespace",
                        "omnia-system",
                        "--watch-namespace",
                        "shop",
                        "--watch-namespace",
                        "bank",
                        "--proxy-image",
                        "registry.example/proxy:4",
                        "--agent-image",
                        "registry.example/omnia:1.2.3",
                        "--trust-domain",
                        "example.org",
                        "--mesh",
                        "ambient",
                        "--create-peer-authentication",
                        "--network-policies",
                        "--webhook-service",
                        "guard",
                        "--webhook-listen",
                        "0.0.0.0:9443",
                        "--admin-listen",
                        "0.0.0.0:9090",
                        "--leader-election",
                        "true");
    }

    @Test
    void isWhatThePlainBundleIsMadeFrom() {
        Map<String, String> environment = Map.of("HELM", Part.HELM.require().toString(), "HOME", home.toString());
        Ran ran = Ran.run(Crds.ROOT, environment, List.of("deploy/bundle", "--check"), "");
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    }
}
