package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CustomerService;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A door that may open only few files, of which each connection is one, before more clients than that. */
@Timeout(300) // ends a test that would hang
class FewOpenFilesProcessTest {
    private static final int FILES = 420;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");
    private static final Pattern CALL = Pattern.compile("\r\nX-Call: ([0-9]+)\r\n");
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path directory;

    private final AtomicInteger numbers = new AtomicInteger();

    @BeforeEach
    void policies() throws IOException {
        CustomerService.copyPolicies(directory);
    }

    /** One message; its body is empty where it has no length. */
    private record Message(String head, String body) {
        static Message read(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    throw new EOFException("the connection ended after `" + head + "`");
                }
                head.append((char) octet);
            }
            Matcher length = LENGTH.matcher(head);
            int octets = length.find() ? Integer.parseInt(length.group(1)) : 0;
            return new Message(head.toString(), new String(in.readNBytes(octets), StandardCharsets.US_ASCII));
        }

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    private static String body(int number, int amount) {
        return "{\"amount\":" + amount + ",\"reason\":\"r-" + number + "\",\"filler\":\"" + "f".repeat(number % 900)
                + "\"}";
    }

    private static String refund(int number, int amount) {
        String body = body(number, amount);
        return "POST /v1/refund HTTP/1.1\r\nHost: tool\r\nX-Omnia-Agent-Name: support-agent\r\n"
                + "X-Omnia-Claim-Team: support\r\nX-Omnia-Claim-Customer-Id: C-42\r\nX-Call: " + number
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Answers each call with its number, but while it holds calls only later, and keeps what was no call of ours. */
    private static final class Tool implements AutoCloseable {
        private final ServerSocket listener;
        private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
        private final Queue<String> strange = new ConcurrentLinkedQueue<>();
        private volatile CountDownLatch go = new CountDownLatch(0);

        Tool(int port) throws IOException {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            Thread.startVirtualThread(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = listener.accept();
                    connections.add(connection);
                    Thread.startVirtualThread(() -> serve(connection));
                }
            } catch (IOException _) {
                // It was closed.
            }
        }

        private void serve(Socket connection) {
            try (connection) {
                InputStream in = new BufferedInputStream(connection.getInputStream());
                while (true) {
                    Message request = Message.read(in);
                    Matcher call = CALL.matcher(request.head());
                    int number = call.find() ? Integer.parseInt(call.group(1)) : -1;
                    if (!request.head().startsWith("POST /v1/refund HTTP/1.1\r\nHost: tool\r\n")
                            || call.find()
                            || !request.body().equals(body(number, 100))) {
                        strange.add(request.toString());
                    }
                    go.await();
                    String answer = "{\"number\":" + number + "}";
                    connection
                            .getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer)
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (EOFException | SocketException _) {
                // The door closed the connection, or the test did.
            } catch (IOException | InterruptedException | RuntimeException e) {
                strange.add(e.toString());
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket each : connections) {
                each.close();
            }
        }
    }

    /** A door before no tool yet, that has given its own answers already: classes come out of files too. */
    private CliProcess door(int toolPort) throws Exception {
        CliProcess door = CliProcess.startProxyWithFiles(directory, FILES, "http://127.0.0.1:" + toolPort);
        try (Socket client = connected(door)) {
            assertThat(ask(client, numbers.incrementAndGet(), 100).status()).isEqualTo(502);
            assertThat(ask(client, numbers.incrementAndGet(), 900).status()).isEqualTo(403);
        }
        return door;
    }

    /** The first answer of the tool. */
    private void greet(CliProcess door) throws Exception {
        try (Socket client = connected(door)) {
            assertThat(ask(client, numbers.incrementAndGet(), 100).status()).isEqualTo(200);
        }
    }

    private static Socket connected(CliProcess door) throws Exception {
        Socket socket = new Socket("127.0.0.1", door.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Message ask(Socket client, int number, int amount) throws IOException {
        client.getOutputStream().write(refund(number, amount).getBytes(StandardCharsets.US_ASCII));
        return Message.read(client.getInputStream());
    }

    /** Clients as many as the door lets in, and until it has turned some away. */
    private static List<Socket> asManyAsComeIn(CliProcess door) throws Exception {
        List<Socket> clients = new ArrayList<>();
        while (!door.err().contains("no more are let in")) {
            assertThat(clients).hasSizeLessThan(2 * FILES);
            clients.add(connected(door));
            Thread.sleep(2);
        }
        assertThat(isTurnedAway(clients.getLast())).isTrue();
        while (isTurnedAway(clients.getLast())) {
            clients.removeLast().close();
        }
        return clients;
    }

    private static boolean isTurnedAway(Socket client) throws IOException {
        client.setSoTimeout(200);
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } finally {
            client.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Test
    void clientsThatDoNothingDoNotKeepOthersFromTheirTool() throws Exception {
        int port = CliProcess.freePort();
        try (CliProcess door = door(port);
                Tool tool = new Tool(port);
                Socket client = connected(door)) {
            greet(door);
            List<Socket> idle = asManyAsComeIn(door);

            int number = numbers.incrementAndGet();
            Message answer = ask(client, number, 100);
            assertThat(answer.body()).isEqualTo("{\"number\":" + number + "}");
            for (Socket each : idle) {
                each.close();
            }
            assertThat(tool.strange).isEmpty();
        }
    }

    /** Four calls at once on one connection, of which the second is refused. How many the tool was there for. */
    private int calls(Socket client, Runnable begun) throws IOException {
        int first = numbers.addAndGet(4);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            all.append(refund(first + i, i == 1 ? 900 : 100));
        }
        client.getOutputStream().write(all.toString().getBytes(StandardCharsets.US_ASCII));
        begun.run();
        int reached = 0;
        for (int i = 0; i < 4; i++) {
            Message answer = Message.read(client.getInputStream());
            if (i == 1) {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
            } else if (answer.status() == 200) {
                reached++;
                assertThat(answer.body()).isEqualTo("{\"number\":" + (first + i) + "}");
            } else {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(502);
            }
        }
        return reached;
    }

    @Test
    void callsForWhichNoConnectionCanBeMadeAreToldSoEachByItself() throws Exception {
        int port = CliProcess.freePort();
        try (CliProcess door = door(port);
                Tool tool = new Tool(port);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            greet(door);
            List<Socket> clients = asManyAsComeIn(door);
            tool.go = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(clients.size());
            List<Future<Integer>> calling = new ArrayList<>();
            for (Socket client : clients) {
                calling.add(threads.submit(() -> calls(client, begun::countDown)));
            }
            begun.await();
            Thread.sleep(500);
            tool.go.countDown();
            int reached = 0;
            try {
                for (Future<Integer> each : calling) {
                    reached += each.get();
                }
            } catch (ExecutionException e) {
                throw new AssertionError("the door said " + door.err() + door.out(), e);
            }
            assertThat(reached).isBetween(1, 3 * clients.size() - 1);
            assertThat(tool.strange).isEmpty();
            assertThat(door.err()).contains("the tool cannot be reached").doesNotContain("fault in the door");
            for (Socket each : clients) {
                each.close();
            }
        }
    }
}
