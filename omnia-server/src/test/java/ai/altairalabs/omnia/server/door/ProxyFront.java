package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The proxy, in front of a tool that records what it sees. */
final class ProxyFront implements Front {
    @Override
    public Opened open(DecisionSettings settings, Authenticator authenticator, PolicySource policies, AuditLog audit)
            throws IOException {
        RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
        DoorSettings all = DoorSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tool.uri(), settings.namespace())
                .withDecision(settings)
                .withThreads(1);
        ProxyDoor door = ProxyDoor.start(all, authenticator, policies, audit, new Metrics());
        RawClient client = new RawClient(door.address());
        return new Opened() {
            @Override
            public Got send(Sent request) throws IOException {
                int before = tool.seen().size();
                RawClient.Answer answer = client.send(octets(request)).read();
                return new Got(
                        answer,
                        List.copyOf(tool.seen().subList(before, tool.seen().size())));
            }

            @Override
            public void close() throws IOException {
                client.close();
                door.close();
                tool.close();
            }
        };
    }

    /** The request as it stands on a connection. */
    static byte[] octets(Sent request) {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: tool\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (request.body().length() > 0) {
            head.append("Content-Length: ").append(request.body().length()).append("\r\n");
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        octets.writeBytes(request.body().bytes());
        return octets.toByteArray();
    }
}
