package ai.altairalabs.omnia.server.door;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool service that keeps every request as it came and answers as the test says. */
final class RecordingTool implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** One request. */
    record Seen(String head, String body) {
        String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        /** The values of a header, in order. */
        List<String> values(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    /** What the tool does with a request whose head has arrived. The body is not yet read. */
    interface Behaviour {
        /** False: the connection is closed. */
        boolean serve(Request request) throws Exception;
    }

    /** A request being served. */
    static final class Request {
        final String head;
        final InputStream in;
        final OutputStream out;
        final RecordingTool tool;

        Request(String head, InputStream in, OutputStream out, RecordingTool tool) {
            this.head = head;
            this.in = in;
            this.out = out;
            this.tool = tool;
        }

        /** Reads the body and keeps the request. */
        Seen read() throws IOException {
            Seen whole = new Seen(head, new String(body(head, in), StandardCharsets.ISO_8859_1));
            tool.seen.add(whole);
            return whole;
        }

        void answer(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    private RecordingTool(ServerSocket listener, Behaviour behaviour) {
        this.behaviour = behaviour;
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    static RecordingTool answering(String answer) throws IOException {
        return serving(request -> {
            request.read();
            request.answer(answer);
            return true;
        });
    }

    static RecordingTool serving(Behaviour behaviour) throws IOException {
        return on(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()), behaviour);
    }

    static RecordingTool on(ServerSocket listener, Behaviour behaviour) {
        return new RecordingTool(listener, behaviour);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    List<Seen> seen() {
        return seen;
    }

    Seen only() {
        if (seen.size() != 1) {
            throw new AssertionError("the tool saw " + seen.size() + " requests: " + seen);
        }
        return seen.getFirst();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                connections.incrementAndGet();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (!behaviour.serve(new Request(head, in, socket.getOutputStream(), this))) {
                    return;
                }
            }
        } catch (Exception e) {
            // The door closed the connection.
        } finally {
            open.decrementAndGet();
        }
    }

    /** Ends every connection and waits until the other side has closed it too. */
    void endConnections() throws Exception {
        for (Socket socket : sockets) {
            socket.shutdownOutput();
        }
        while (open.get() > 0) {
            Thread.sleep(1);
        }
    }

    /** Closes every connection, as a tool does that restarts. */
    void closeConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private static byte[] body(String head, InputStream in) throws IOException {
        Seen seen = new Seen(head, "");
        List<String> length = seen.values("Content-Length");
        if (!length.isEmpty()) {
            byte[] whole = in.readNBytes(Integer.parseInt(length.getFirst()));
            if (whole.length < Integer.parseInt(length.getFirst())) {
                throw new IOException("the request was cut");
            }
            return whole;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (!seen.values("Transfer-Encoding").isEmpty()) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            for (String trailer = line(in); !trailer.isEmpty(); trailer = line(in)) {
                body.writeBytes(("<trailer " + trailer + ">").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
    }
}
