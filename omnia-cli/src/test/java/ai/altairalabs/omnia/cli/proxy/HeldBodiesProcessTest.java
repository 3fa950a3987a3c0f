package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CustomerService;
import ai.altairalabs.omnia.cli.RecordingTool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors with little memory, and clients that begin more bodies than it could hold and finish none. */
class HeldBodiesProcessTest {
    private static final String REFUND = "{\"amount\":100,\"reason\":\"broken\"}";
    private static final String IDENTITY = "X-Omnia-Agent-Name: support-agent\r\nX-Omnia-Claim-Team: support\r\n"
            + "X-Omnia-Claim-Customer-Id: C-42\r\nContent-Type: application/json\r\n";
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");
    private static final int CLIENTS = 150;
    private static final int MANY_CLIENTS = 900;
    private static final int LONG_BODIES = 12;
    private static final int THAT_FIT = 4; // a quarter of the heap, of 4 MB each

    @TempDir
    private Path directory;

    @BeforeEach
    void policies() throws IOException {
        CustomerService.copyPolicies(directory);
    }

    /** A tool that listens, and to which no connection is ever made: the queue of those that wait to be accepted is full. */
    private static final class DeafTool implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> queue = new ArrayList<>();

        DeafTool() throws IOException {
            for (int i = 0; i < 4; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(listener.getLocalSocketAddress());
                queue.add(waiting);
            }
        }

        String address() {
            return "127.0.0.1:" + listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
            listener.close();
        }
    }

    private CliProcess small(String command, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--policies", "policies", "--identity", "headers"));
        options.addAll(List.of(more));
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m");
        return CliProcess.startDoor(directory, environment, command, options.toArray(String[]::new));
    }

    /** A connection on which this has been sent, as far as the door took it. */
    private static Socket sent(CliProcess door, byte[]... parts) throws Exception {
        Socket socket = new Socket("127.0.0.1", door.port());
        try {
            for (byte[] part : parts) {
                socket.getOutputStream().write(part);
            }
        } catch (IOException _) {
            // The door has answered and closed.
        }
        return socket;
    }

    /** Connections on each of which all of a long request but its end has been sent. */
    private static List<Socket> hold(CliProcess door, String head, int length) throws Exception {
        byte[] body = ("{\"amount\":100,\"reason\":\"" + "x".repeat(length)).getBytes(StandardCharsets.US_ASCII);
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            held.add(sent(door, head.formatted(body.length + 2).getBytes(StandardCharsets.US_ASCII), body));
        }
        return held;
    }

    private static int refused(List<Socket> held) throws IOException {
        int refused = 0;
        for (Socket socket : held) {
            try (socket) {
                socket.setSoTimeout(200);
                String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                refused += line.equals("HTTP/1.1 503") ? 1 : 0;
            } catch (IOException _) {
                // It waits for the rest, or was closed so soon that the answer was lost.
            }
        }
        return refused;
    }

    private static byte[] refund(int amount, int length) {
        String body = "{\"amount\":" + amount + ",\"reason\":\"" + "x".repeat(length) + "\"}";
        String head = "POST /v1/refund HTTP/1.1\r\nHost: tool\r\n" + IDENTITY + "Content-Length: " + body.length();
        return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** The status of the next answer, which is read whole. */
    private static int answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the connection ended");
            }
            head.append((char) octet);
        }
        Matcher length = LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return Integer.parseInt(head.substring(9, 12));
    }

    private static HttpResponse<String> ask(HttpClient http, HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        for (int i = 0; i < 100 && answer.statusCode() == 503; i++) {
            Thread.sleep(100);
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    @Test
    void aProxyRefusesWhatItCannotHoldAndServesOnWhenTheyAreGone() throws Exception {
        try (RecordingTool tool = new RecordingTool();
                CliProcess door = small("proxy", "--upstream", "http://" + tool.address());
                HttpClient http = HttpClient.newHttpClient()) {
            List<Socket> held = hold(
                    door,
                    "POST /v1/refund HTTP/1.1\r\nHost: tool\r\n" + IDENTITY + "Content-Length: %d\r\n\r\n",
                    1_000_000);
            assertThat(refused(held)).isPositive();

            assertThat(ask(http, CustomerService.refund(door, REFUND)).statusCode())
                    .isEqualTo(200);
            assertThat(tool.requests()).hasSize(1);
            assertThat(door.out()).contains("\"msg\":\"request_refused\"", "\"reason\":\"overloaded\"");
            assertThat(door.err()).doesNotContain("OutOfMemoryError");
            assertThat(door.terminate().code()).isZero();
        }
    }

    @Test
    void bodiesThatAToolDoesNotTakeInAreHeldWithinTheSameBounds() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (ServerSocket tool = new ServerSocket()) {
            tool.setReceiveBufferSize(4096);
            tool.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LONG_BODIES);
            String[] options = {"--upstream", "http://127.0.0.1:" + tool.getLocalPort(), "--max-body-bytes", "5000000"};
            try (CliProcess door = small("proxy", options)) {
                // More than what the system takes on for a connection on which the other side takes nothing.
                byte[] refund = refund(100, 4_000_000);
                for (int i = 0; i < LONG_BODIES; i++) {
                    clients.add(sent(door, refund));
                    Thread.sleep(100); // whole bodies, one after the other: none is refused while others come
                }
                assertThat(refused(clients)).isGreaterThanOrEqualTo(LONG_BODIES - THAT_FIT);
                try (Socket client = sent(door, refund(9000, 0))) {
                    assertThat(answer(client)).isEqualTo(403);
                }
                assertThat(door.err()).doesNotContain("OutOfMemoryError");
            }
        }
    }

    @Test
    void bodiesThatComeAtOnceAndWaitForAToolAreHeldWithinTheSameBounds() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (DeafTool tool = new DeafTool();
                CliProcess door = small("proxy", "--upstream", "http://" + tool.address())) {
            byte[] refund = refund(100, 60_000);
            byte[] tooMuch = refund(9000, 60_000);
            for (int i = 0; i < MANY_CLIENTS; i++) {
                Socket client = new Socket("127.0.0.1", door.port());
                clients.add(client);
                client.setSoTimeout(120_000);
                // A door that has seen a few long requests takes the next one in a single read.
                for (int j = 0; j < 3; j++) {
                    client.getOutputStream().write(tooMuch);
                    assertThat(answer(client)).isEqualTo(403);
                }
            }
            for (Socket client : clients) {
                client.getOutputStream().write(refund);
            }
            Map<Integer, Integer> answers = new TreeMap<>();
            for (Socket client : clients) {
                answers.merge(answer(client), 1, Integer::sum);
            }
            assertThat(answers).containsOnlyKeys(502, 503);
            clients.getFirst().getOutputStream().write(tooMuch);
            assertThat(answer(clients.getFirst())).isEqualTo(403);
            assertThat(door.err()).doesNotContain("OutOfMemoryError");
            assertThat(door.terminate().code()).isZero();
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aDecisionPointDoesTheSame() throws Exception {
        try (CliProcess door = small("decision-point");
                HttpClient http = HttpClient.newHttpClient()) {
            List<Socket> held = hold(
                    door,
                    "POST /v1/decision HTTP/1.1\r\nHost: door\r\n"
                            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                    2_000_000);
            assertThat(refused(held)).isPositive();

            assertThat(ask(http, CustomerService.question("http", door, REFUND)).body())
                    .contains("\"decision\":\"allow\"");
            assertThat(door.out()).contains("\"msg\":\"request_refused\"", "\"reason\":\"overloaded\"");
            assertThat(door.err()).doesNotContain("OutOfMemoryError");
            assertThat(door.terminate().code()).isZero();
        }
    }
}
