package ai.altairalabs.omnia.bench.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The tool service: counts what reaches it, and is as slow as a call asks. */
public final class ToolProgram {
    private static final int PIECE = 1 << 16;

    private final Journal journal;

    private ToolProgram(Journal journal) {
        this.journal = journal;
    }

    /** Takes the port to listen on and the journal's file. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket();
                Journal journal = Journal.open(Path.of(args[1]))) {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 4096);
            ToolProgram tool = new ToolProgram(journal);
            System.err.println("listening on 127.0.0.1:" + listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> tool.serve(socket));
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                answer(line, fields(in), in, socket.getOutputStream());
            }
        } catch (IOException | InterruptedException _) {
            // The door closed the connection.
        }
    }

    private void answer(String line, Map<String, String> fields, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        in.skipNBytes(Long.parseLong(fields.getOrDefault("content-length", "0")));
        String call = fields.getOrDefault("x-call", "0");
        String one = fields.getOrDefault("x-one", "" + Journal.NONE);
        String two = fields.getOrDefault("x-two", "" + Journal.NONE);
        journal.write(Long.parseLong(call), one.charAt(0), two.charAt(0));
        Thread.sleep(Long.parseLong(fields.getOrDefault("x-delay", "0")));
        if (line.startsWith("GET /v1/export?octets=")) {
            export(Long.parseLong(line.substring(22, line.lastIndexOf(' '))), out);
            return;
        }
        String body = "{\"call\":" + call + ",\"one\":\"" + one + "\",\"two\":\"" + two + "\"}";
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void export(long octets, OutputStream out) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + octets + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        byte[] piece = new byte[PIECE];
        for (long left = octets; left > 0; left -= piece.length) {
            out.write(piece, 0, (int) Math.min(left, piece.length));
        }
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return fields;
    }

    /** The next line; empty at the end of a head and of a connection. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet != '\n' && octet >= 0; octet = in.read()) {
            line.append((char) octet);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }
}
