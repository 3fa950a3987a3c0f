package ai.altairalabs.omnia.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.RecordingTool;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.realparts.Envoy;
import ai.altairalabs.omnia.realparts.IstioTranslation;
import ai.altairalabs.omnia.realparts.IstioTranslation.Translation;
import ai.altairalabs.omnia.realparts.MeshCertificates;
import ai.altairalabs.omnia.realparts.MeshProxy;
import ai.altairalabs.omnia.realparts.RawCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same calls through both layers, by what reached the tool: through a real Envoy with what Istio itself makes of
 * our
 * objects, and through {@code omnia proxy}.
 */
class MeshTest {
    private static final Path TABLES = Path.of(System.getProperty("omnia.root"), "vectors", "mesh");
    private static final String NAMESPACE = "production";

    @TempDir
    private Path directory;

    private RecordingTool tool;

    static List<String> tables() throws IOException {
        try (Stream<Path> entries = Files.list(TABLES)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @BeforeEach
    void start() throws IOException {
        tool = new RecordingTool();
    }

    @AfterEach
    void stop() {
        tool.close();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatIstioLetsThrough(String file) throws Exception {
        MeshTable table = MeshTable.read(TABLES.resolve(file));
        boolean ambient = !table.waypoint().isEmpty();
        Mesh mesh = new Mesh(
                ambient ? Mesh.Mode.AMBIENT : Mesh.Mode.SIDECAR,
                table.trustDomain(),
                "cluster.local",
                "istio-system",
                true,
                false);
        String objects = RenderedMesh.of(RenderedMesh.manifests(table.manifests()), mesh);
        IstioTranslation istio = ambient
                ? IstioTranslation.ofWaypoint(NAMESPACE, table.waypoint(), table.trustDomain())
                : IstioTranslation.ofWorkload(NAMESPACE, Map.of("app", "customer-tools"));
        Translation translation = istio.translate(objects);
        MeshCertificates certificates = MeshCertificates.of(table.trustDomain());
        Map<String, SSLContext> callers = new HashMap<>();
        int port = Envoy.freePort();
        try (Envoy envoy = MeshProxy.start(
                translation, certificates, certificates.server(NAMESPACE, "customer-tools"), port, toolPort())) {
            SoftAssertions soft = new SoftAssertions();
            for (MeshTable.Case one : table.cases()) {
                SSLContext tls = one.caller().equals("plaintext")
                        ? null
                        : callers.computeIfAbsent(one.caller(), account -> certificates.client(NAMESPACE, account));
                soft.assertThat(reaches(envoy.port(), tls, one.line(), one.headers()))
                        .as("%s: %s: reaches the tool through Envoy", file, one.name())
                        .isEqualTo(one.mesh());
                if (one.mesh()) {
                    soft.assertThat(lastSeen())
                            .as("%s: %s: as it arrives", file, one.name())
                            .isEqualTo(one.arrives());
                }
            }
            soft.assertAll();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatTheDoorLetsThrough(String file) throws Exception {
        MeshTable table = MeshTable.read(TABLES.resolve(file));
        Path policies = Files.createDirectory(directory.resolve("policies"));
        for (Path manifest : RenderedMesh.manifests(table.manifests())) {
            Files.copy(manifest, policies.resolve(manifest.getFileName()));
        }
        try (CliProcess proxy = CliProcess.startProxy(directory, tool, "--identity", "headers")) {
            SoftAssertions soft = new SoftAssertions();
            for (MeshTable.Case one : table.cases()) {
                Map<String, String> headers = new LinkedHashMap<>(one.headers());
                headers.put("X-Omnia-Agent-Name", one.agent());
                headers.put("X-Omnia-Namespace", NAMESPACE);
                soft.assertThat(reaches(proxy.port(), null, one.line(), headers))
                        .as("%s: %s: reaches the tool through the door", file, one.name())
                        .isEqualTo(one.door());
                if (one.door()) {
                    soft.assertThat(lastSeen())
                            .as("%s: %s: as it arrives", file, one.name())
                            .isEqualTo(one.line());
                }
            }
            soft.assertAll();
        }
    }

    /** Whether it reached the tool, and was answered accordingly. */
    private boolean reaches(int port, @Nullable SSLContext tls, String line, Map<String, String> headers) {
        int before = tool.requests().size();
        int status = RawCall.send(port, tls, line, headers);
        boolean reached = tool.requests().size() > before;
        assertThat(status == 200).as("%s was answered with %d", line, status).isEqualTo(reached);
        return reached;
    }

    private String lastSeen() {
        if (tool.requests().isEmpty()) {
            return "nothing";
        }
        RecordingTool.Request last = tool.requests().getLast();
        return last.method() + " " + last.path();
    }

    private int toolPort() {
        return Integer.parseInt(tool.address().substring(tool.address().indexOf(':') + 1));
    }
}
