package ai.altairalabs.omnia.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.observe.ManifestCluster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What enforces a policy, by what the pods carry. */
class DesiredTest {
    static final String TOOLS = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolRegistry
            metadata: {name: desk, namespace: production}
            spec:
              handlers:
                - name: orders
                  type: http
                  tool: {name: lookup_order}
                  httpConfig: {endpoint: "http://orders:8080/v1/orders"}
            ---
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: AgentPolicy
            metadata: {name: readers, namespace: production}
            spec:
              selector: {agents: [support-agent]}
              toolAccess:
                mode: allowlist
                rules: [{registry: desk, tools: [lookup_order]}]
            ---
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: AgentRuntime
            metadata: {name: support-agent, namespace: production}
            spec: {facades: [{type: rest}]}
            ---
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata: {name: guard, namespace: production}
            spec:
              selector: {registry: desk}
              rules: [{name: drafts, deny: {cel: 'has(body.draft)', message: drafts are refused}}]
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: orders, namespace: production%s}
            spec: {selector: {app: orders}, ports: [{port: 8080, targetPort: %s}]}
            """;
    private static final String APP = "{name: app, ports: [{name: %s, containerPort: 8080}]}";
    private static final String PROXY = "{name: policy-proxy, ports: [{name: http, containerPort: 15500}]}";
    private static final String ISTIO = "{name: istio-proxy}";
    private static final String STRICT = """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: default, namespace: istio-system}
            spec: {mtls: {mode: STRICT}}
            """;

    static String service(String target) {
        return SERVICE.formatted("", target);
    }

    private static String pod(String name, String metadata, String... containers) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: production, %s}
                spec: {containers: [%s]}
                """.formatted(name, metadata, String.join(", ", containers));
    }

    private static String app(String portName) {
        return APP.formatted(portName);
    }

    private static ClusterView view(Mesh mesh, String... manifests) {
        String all = TOOLS + "---\n" + String.join("---\n", manifests);
        ManifestCluster cluster = ManifestCluster.read(
                List.of(ManifestReader.decode("all.yaml", all.getBytes(StandardCharsets.UTF_8))),
                Limits.standard(() -> 0),
                mesh);
        assertThat(cluster.problems()).isEmpty();
        return cluster.view();
    }

    private static Condition agentPolicy(ClusterView view) {
        return condition(view, Kind.AGENT_POLICY, "readers");
    }

    private static Condition toolPolicy(ClusterView view) {
        return condition(view, Kind.TOOL_POLICY, "guard");
    }

    private static Condition condition(ClusterView view, Kind kind, String name) {
        return Desired.of(view)
                .report(kind, new ResourceName("production", name))
                .orElseThrow()
                .condition();
    }

    private static Mesh mesh(boolean ambient, boolean strict, boolean network) {
        return new Mesh(
                ambient ? Mesh.Mode.AMBIENT : Mesh.Mode.SIDECAR,
                "cluster.local",
                "cluster.local",
                "istio-system",
                strict,
                network);
    }

    @Test
    void objectsAloneEnforceNothing() {
        ClusterView view = view(Mesh.DEFAULT, service("http"), pod("orders-1", "labels: {app: orders}", app("http")));

        assertThat(Desired.of(view).objects()).isNotEmpty();
        assertThat(agentPolicy(view)).satisfies(condition -> {
            assertThat(condition.status()).isFalse();
            assertThat(condition.reason()).isEqualTo("SidecarMissing");
            assertThat(condition.message()).contains("the pod `production/orders-1` has no container `istio-proxy`");
        });
    }

    @Test
    void istioEnforcesWhereEachPodHasItsProxyAndMutualTlsIsStrict() {
        String injected = pod("orders-1", "labels: {app: orders}", app("http"), ISTIO);

        assertThat(agentPolicy(view(Mesh.DEFAULT, service("http"), injected)).reason())
                .isEqualTo("MtlsNotStrict");
        assertThat(agentPolicy(view(Mesh.DEFAULT, service("http"), injected, STRICT))
                        .reason())
                .isEqualTo("Istio");
        assertThat(agentPolicy(view(mesh(false, true, false), service("http"), injected))
                        .reason())
                .isEqualTo("Istio");
        ClusterView half = view(
                Mesh.DEFAULT, service("http"), STRICT, injected, pod("orders-2", "labels: {app: orders}", app("http")));
        assertThat(agentPolicy(half).message()).contains("`production/orders-2` has no container `istio-proxy`");
        assertThat(agentPolicy(half).status()).isFalse();
    }

    @Test
    void aNativeSidecarCounts() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: orders-1, namespace: production, labels: {app: orders}}
                spec:
                  containers: [{name: app, ports: [{name: http, containerPort: 8080}]}]
                  initContainers: [{name: istio-proxy, restartPolicy: Always}, {name: istio-init}]
                """;

        assertThat(agentPolicy(view(Mesh.DEFAULT, service("http"), pod, STRICT)).reason())
                .isEqualTo("Istio");
        assertThat(agentPolicy(view(
                                Mesh.DEFAULT,
                                service("http"),
                                pod.replace("restartPolicy: Always", "image: x"),
                                STRICT))
                        .reason())
                .isEqualTo("SidecarMissing");
    }

    @Test
    void aPortThatIsKeptFromIstiosProxyIsOpen() {
        String pod = pod(
                "orders-1",
                "labels: {app: orders}, annotations: {traffic.sidecar.istio.io/excludeInboundPorts: \"9000, 8080\"}",
                app("http"),
                ISTIO);

        assertThat(agentPolicy(view(Mesh.DEFAULT, service("http"), pod, STRICT)).reason())
                .isEqualTo("PortOpen");
    }

    @ParameterizedTest
    @CsvSource({
        "istio-system, '', STRICT, true",
        "istio-system, '', PERMISSIVE, false",
        "production, '', STRICT, true",
        "production, 'selector: {matchLabels: {app: orders}},', STRICT, true",
        "production, 'selector: {matchLabels: {app: other}},', STRICT, false",
        "production, 'selector: {matchLabels: {app: orders}}, portLevelMtls: {8080: {mode: DISABLE}},', STRICT, false",
        "production, 'selector: {matchLabels: {app: orders}}, portLevelMtls: {9090: {mode: DISABLE}},', STRICT, true",
        "elsewhere, '', STRICT, false"
    })
    void mutualTlsIsStrictAsIstioDecidesIt(String namespace, String selector, String mode, boolean strict) {
        String object = """
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: some, namespace: %s}
                spec: {%s mtls: {mode: %s}}
                """.formatted(namespace, selector, mode);
        ClusterView view = view(
                Mesh.DEFAULT, service("http"), object, pod("orders-1", "labels: {app: orders}", app("http"), ISTIO));

        assertThat(agentPolicy(view).status()).isEqualTo(strict);
    }

    @Test
    void anObjectOfSomebodyElseForTheWorkloadKeepsTheOperatorFromMakingOne() {
        String lax = """
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: lax, namespace: production}
                spec: {selector: {matchLabels: {app: orders}}, mtls: {mode: PERMISSIVE}}
                """;
        ClusterView view = view(
                mesh(false, true, false),
                service("http"),
                lax,
                pod("orders-1", "labels: {app: orders}", app("http"), ISTIO));

        assertThat(Desired.of(view).objects()).noneMatch(object -> object.kind().equals("PeerAuthentication"));
        assertThat(agentPolicy(view).reason()).isEqualTo("MtlsNotStrict");
    }

    @Test
    void ourProxyEnforcesWhereTheApplicationsPortIsClosed() {
        String labels = "labels: {app: orders, omnia.altairalabs.ai/app-port: \"8080\"}";
        String guarded = pod("orders-1", labels, app("app"), PROXY);
        String inMesh = pod("orders-1", labels, app("app"), PROXY, ISTIO);

        assertThat(toolPolicy(view(Mesh.DEFAULT, service("http"), guarded)).reason())
                .isEqualTo("PortOpen");
        assertThat(toolPolicy(view(mesh(false, false, true), service("http"), guarded))
                        .reason())
                .isEqualTo("PolicyProxy");
        assertThat(toolPolicy(view(Mesh.DEFAULT, service("http"), inMesh)).reason())
                .isEqualTo("PolicyProxy");
        assertThat(agentPolicy(view(Mesh.DEFAULT, service("http"), inMesh, STRICT))
                        .reason())
                .isEqualTo("PolicyProxyAndIstio");
        assertThat(Desired.of(view(mesh(false, false, true), service("http"), guarded))
                        .objects())
                .anyMatch(object -> object.kind().equals("NetworkPolicy"));
    }

    @Test
    void aProxyBesideAPortThatStillLeadsToTheApplicationEnforcesNothing() {
        String labels = "labels: {app: orders, omnia.altairalabs.ai/app-port: \"8080\"}";
        String unused = pod("orders-1", labels, app("http"), "{name: policy-proxy}", ISTIO);

        assertThat(toolPolicy(view(Mesh.DEFAULT, service("http"), unused)).reason())
                .isEqualTo("PortOpen");
    }

    @Test
    void aNumberCannotBeTakenOver() {
        ClusterView view = view(Mesh.DEFAULT, service("8080"), pod("orders-1", "labels: {app: orders}", app("web")));

        assertThat(toolPolicy(view).reason()).isEqualTo("NumericTargetPort");
        assertThat(toolPolicy(view).message()).contains("write `targetPort: web` in place of `targetPort: 8080`");
    }

    @Test
    void anAgentOfWhichNothingIsSeenMayRunAsAnybody() {
        ClusterView view = view(
                Mesh.DEFAULT, service("http"), STRICT, pod("orders-1", "labels: {app: orders}", app("http"), ISTIO));
        String other = TOOLS.replace("agents: [support-agent]", "agents: [by-hand]");
        ClusterView unseen = new ClusterView(
                ManifestCluster.read(
                                List.of(ManifestReader.decode("all.yaml", other.getBytes(StandardCharsets.UTF_8))),
                                Limits.standard(() -> 0),
                                Mesh.DEFAULT)
                        .view()
                        .policies(),
                view.mesh(),
                true,
                view.namespaces(),
                view.services(),
                view.pods(),
                view.templates(),
                view.peerAuthentications(),
                view.waypoints());

        assertThat(agentPolicy(view).reason()).isEqualTo("Istio");
        assertThat(agentPolicy(unseen).reason()).isEqualTo("NoAgent");
        assertThat(agentPolicy(unseen).status()).isFalse();
    }

    @Test
    void whatAFaultHidesIsNotStale() {
        ResourceName readers = new ResourceName("production", "readers");

        assertThat(faulty("mode: allowlist", "mode: allowed").untouched()).containsExactly(readers);
        assertThat(faulty("type: http", "type: htp").untouched()).containsExactly(readers);
        assertThat(faulty("deny: {", "dany: {").untouched()).isEmpty();
    }

    private static Desired faulty(String good, String bad) {
        byte[] manifest = (TOOLS.replace(good, bad) + "---\n" + service("http")).getBytes(StandardCharsets.UTF_8);
        ManifestCluster cluster = ManifestCluster.read(
                List.of(ManifestReader.decode("all.yaml", manifest)), Limits.standard(() -> 0), Mesh.DEFAULT);
        assertThat(cluster.problems()).isNotEmpty();
        return Desired.of(cluster.view());
    }

    @Test
    void noPodMeansNotEnforced() {
        assertThat(agentPolicy(view(Mesh.DEFAULT, service("http"))).reason()).isEqualTo("NoWorkload");
        assertThat(toolPolicy(view(Mesh.DEFAULT, service("http"))).reason()).isEqualTo("NoWorkload");
    }

    @Test
    void ambientNeedsAWaypointAndClosesThePodsBehindIt() {
        String pod = pod(
                "orders-1", "labels: {app: orders}, annotations: {ambient.istio.io/redirection: enabled}", app("http"));
        String gateway = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: waypoint, namespace: production}
                spec: {gatewayClassName: istio-waypoint}
                status: {conditions: [{type: Programmed, status: "%s"}]}
                """;
        String enrolled = SERVICE.formatted(", labels: {istio.io/use-waypoint: waypoint}", "http");
        Mesh ambient = mesh(true, true, false);

        assertThat(agentPolicy(view(ambient, service("http"), pod)).reason()).isEqualTo("WaypointMissing");
        assertThat(agentPolicy(view(ambient, enrolled, pod)).reason()).isEqualTo("WaypointMissing");
        assertThat(agentPolicy(view(ambient, enrolled, pod, gateway.formatted("False")))
                        .reason())
                .isEqualTo("WaypointMissing");
        ClusterView whole = view(ambient, enrolled, pod, gateway.formatted("True"));
        assertThat(agentPolicy(whole).reason()).isEqualTo("Istio");
        assertThat(Desired.of(whole).objects())
                .filteredOn(object -> object.kind().equals("AuthorizationPolicy"))
                .extracting(object -> object.spec().containsKey("targetRefs"))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void withoutIstioThereAreNoneOfItsObjects() {
        ClusterView seen = view(Mesh.DEFAULT, service("http"), pod("orders-1", "labels: {app: orders}", app("http")));
        ClusterView without = new ClusterView(
                seen.policies(),
                seen.mesh(),
                false,
                seen.namespaces(),
                seen.services(),
                seen.pods(),
                seen.templates(),
                seen.peerAuthentications(),
                seen.waypoints());

        assertThat(Desired.of(without).objects()).isEmpty();
        assertThat(agentPolicy(without).reason()).isEqualTo("IstioMissing");
    }

    @Test
    void theOrderOfThePartsDoesNotMatter() {
        String[] parts = {
            service("http"),
            STRICT,
            pod("orders-1", "labels: {app: orders}", app("http"), ISTIO),
            pod("orders-2", "labels: {app: orders}", app("http"))
        };
        Desired one = Desired.of(view(Mesh.DEFAULT, parts));
        List<String> reversed = Arrays.asList(parts).reversed();

        assertThat(Desired.of(view(Mesh.DEFAULT, reversed.toArray(String[]::new))))
                .isEqualTo(one);
    }
}
