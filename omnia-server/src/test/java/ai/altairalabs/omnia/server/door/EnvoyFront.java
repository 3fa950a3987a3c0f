package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.realparts.Envoy;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Envoy with the example's configuration: before it a caller, behind it a tool, beside it the authorizer. */
final class EnvoyFront implements Front, AutoCloseable {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples/envoy/envoy.yaml");

    private final int authorizer = Envoy.freePort();
    private final RecordingTool tool;
    private final Envoy envoy;

    EnvoyFront() throws IOException {
        tool = RecordingTool.answering(RecordingTool.OK);
        int listener = Envoy.freePort();
        String configuration = Files.readString(EXAMPLE)
                .replace("port_value: 8080", "port_value: " + listener)
                .replace("port_value: 8090", "port_value: " + tool.uri().getPort())
                .replace("port_value: 9191", "port_value: " + authorizer)
                // Nothing here is about how long Envoy waits.
                .replace("timeout: 2s", "timeout: 120s")
                .replace("timeout: 30s", "timeout: 120s")
                // Each test has an authorizer of its own, so each question needs a connection of its own.
                .replace(
                        "          explicit_http_config:",
                        "          common_http_protocol_options: {max_requests_per_connection: 1}\n"
                                + "          explicit_http_config:");
        envoy = Envoy.start(configuration, listener);
    }

    @Override
    public Opened open(DecisionSettings settings, Authenticator authenticator, PolicySource policies, AuditLog audit)
            throws IOException {
        ExtAuthzDoor door = ExtAuthzDoor.start(
                Listening.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), authorizer)),
                settings,
                authenticator,
                policies,
                audit,
                new Metrics());
        RawClient client = client();
        return new Opened() {
            @Override
            public Got send(Sent request) throws IOException {
                int before = tool.seen().size();
                RawClient.Answer answer =
                        client.send(ProxyFront.octets(request)).read();
                return new Got(
                        answer,
                        List.copyOf(tool.seen().subList(before, tool.seen().size())));
            }

            @Override
            public boolean isFromBefore(RawClient.Answer answer) {
                return !answer.body().startsWith("{\"error\":");
            }

            @Override
            public void close() throws IOException {
                client.close();
                door.close();
            }
        };
    }

    /** A connection to Envoy. */
    RawClient client() throws IOException {
        return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), envoy.port()));
    }

    RecordingTool tool() {
        return tool;
    }

    @Override
    public void close() throws IOException {
        envoy.close();
        tool.close();
    }
}
