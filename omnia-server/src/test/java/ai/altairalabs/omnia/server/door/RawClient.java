package ai.altairalabs.omnia.server.door;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the octets it is told to. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        socket.connect(address);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer as it came. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        java.util.List<String> values(String name) {
            return new RecordingTool.Seen(head, "").values(name);
        }
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next answer; its body by its framing. */
    Answer read() throws IOException {
        String head = RecordingTool.head(in);
        if (head.isEmpty()) {
            throw new IOException("the connection ended before an answer");
        }
        Answer answer = new Answer(head, "");
        if (answer.status() < 200 || answer.status() == 204 || answer.status() == 304) {
            return answer;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (!answer.values("Content-Length").isEmpty()) {
            int length = Integer.parseInt(answer.values("Content-Length").getFirst());
            body.writeBytes(in.readNBytes(length));
            if (body.size() < length) {
                throw new IOException("the answer was cut");
            }
        } else if (!answer.values("Transfer-Encoding").isEmpty()) {
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.writeBytes(chunk);
            }
        } else {
            body.writeBytes(in.readAllBytes());
        }
        return new Answer(head, body.toString(StandardCharsets.UTF_8));
    }

    /** Only the head of the next answer. */
    String readHead() throws IOException {
        return RecordingTool.head(in);
    }

    /** The next chunk of a chunked answer; empty at its end. */
    byte[] chunk() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the answer was cut");
            }
            line.append((char) octet);
        }
        byte[] chunk = in.readNBytes(Integer.parseInt(line.toString().strip(), 16));
        in.readNBytes(2);
        return chunk;
    }

    InputStream in() {
        return in;
    }

    /** Whether the door has closed the connection, after at most the client's patience. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
