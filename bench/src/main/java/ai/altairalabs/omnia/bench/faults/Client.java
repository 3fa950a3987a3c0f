package ai.altairalabs.omnia.bench.faults;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection of a client that keeps it, and leaves it when it is told to. */
final class Client implements AutoCloseable {
    /** An answer that takes longer will not come. */
    private static final int PATIENCE_MILLIS = 90_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    Client(InetSocketAddress door) throws IOException {
        socket.connect(door);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * An answer.
     *
     * @param last whether no other comes on this connection
     * @param length of the body
     */
    record Head(int status, boolean last, long length) {}

    /** An answer with its body. */
    record Answer(int status, boolean last, String body) {}

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    Answer ask(byte[] request) throws IOException {
        send(request);
        return read();
    }

    Answer read() throws IOException {
        Head head = readHead();
        byte[] body = in.readNBytes((int) head.length());
        if (body.length < head.length()) {
            throw new EOFException("the answer was cut");
        }
        return new Answer(head.status(), head.last(), new String(body, StandardCharsets.UTF_8));
    }

    Head readHead() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        long length = 0;
        boolean last = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            } else if (line.equalsIgnoreCase("connection: close")) {
                last = true;
            }
        }
        return new Head(status, last, length);
    }

    /** Takes in so many octets of a body, or all that is left of it. */
    void skip(long octets) throws IOException {
        in.skipNBytes(octets);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException(line.isEmpty() ? "the connection ended before an answer" : "the answer was cut");
            }
            line.append((char) octet);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
