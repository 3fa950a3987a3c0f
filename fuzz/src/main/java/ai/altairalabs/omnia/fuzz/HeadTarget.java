package ai.altairalabs.omnia.fuzz;

import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.HeadLimits;
import ai.altairalabs.omnia.server.http.HeadScanner;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.RequestHead;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of a request: what the product takes, a strict reader by RFC 9112 and Netty's decoder must read in the same way. */
public final class HeadTarget {
    private static final Pattern REQUEST_LINE = Pattern.compile(
            "([!#$%&'*+.^_`|~0-9A-Za-z-]+) ((/[^ ?\\x00-\\x20\\x7f-\\xff]*)(?:\\?([^ \\x00-\\x20\\x7f-\\xff]*))?) HTTP/1\\.([01])");
    private static final Pattern FIELD_LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*+([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*");

    private HeadTarget() {}

    /** One input: what a client sends first. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        byte[] head;
        RequestHead read;
        try {
            int end = HeadScanner.end(bytes, bytes.length, HeadLimits.DEFAULT);
            if (end == HeadScanner.INCOMPLETE) {
                return;
            }
            head = Arrays.copyOf(bytes, end);
            read = RequestHead.read(head, HeadLimits.DEFAULT);
        } catch (MalformedMessage refused) {
            Finding.unless(refused.getMessage() != null, "a refusal has no message");
            return;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        Finding.unless(text.endsWith("\r\n\r\n"), "the head does not end with an empty line");
        String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        checkRequestLine(read, lines[0]);
        checkFields(read, lines);
        checkByNetty(read, head);
    }

    private static void checkRequestLine(RequestHead read, String line) {
        Matcher matcher = REQUEST_LINE.matcher(line);
        Finding.unless(matcher.matches(), "no request line of RFC 9112, but taken");
        Finding.unlessEqual("the method", read.method(), matcher.group(1));
        String path = matcher.group(3);
        Finding.unlessEqual("the path", read.path(), path);
        Finding.unlessEqual("the version", read.http11(), matcher.group(5).equals("1"));
        URI uri = URI.create("http://tool" + path);
        Finding.unlessEqual("the path of the URI", path, uri.getRawPath());
        Finding.unlessEqual("the path's normal form", path, uri.normalize().getRawPath());
        Map<String, String> query = new LinkedHashMap<>();
        if (matcher.group(4) != null) {
            for (String pair : matcher.group(4).split("&", -1)) {
                if (!pair.isEmpty()) {
                    String[] parts = pair.split("=", 2);
                    String before = query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
                    Finding.unless(before == null, "the query has a parameter twice, but was taken");
                }
            }
        }
        Finding.unlessEqual("the query", read.query().parameters(), query);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private static void checkFields(RequestHead read, String[] lines) {
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        int hosts = 0;
        Finding.unlessEqual("the number of fields", read.fields().count(), lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            Matcher matcher = FIELD_LINE.matcher(lines[i]);
            Finding.unless(matcher.matches(), "no field line of RFC 9112, but taken");
            String name = matcher.group(1);
            Finding.unlessEqual("a field's name", read.fields().name(i - 1), name);
            Finding.unlessEqual("a field's value", read.fields().value(i - 1), matcher.group(2));
            switch (name.toLowerCase(java.util.Locale.ROOT).replace('_', '-')) {
                case "content-length" -> lengths.add(matcher.group(2));
                case "transfer-encoding" -> codings.add(matcher.group(2));
                case "host" -> hosts++;
                default -> {}
            }
        }
        Finding.unlessEqual("the number of hosts", 1, hosts);
        Finding.unless(lengths.size() + codings.size() < 2, "the body is delimited twice, but the head was taken");
        switch (read.framing()) {
            case Framing.None _ -> Finding.unless(lengths.isEmpty() && codings.isEmpty(), "a body was not seen");
            case Framing.Length(long octets) ->
                Finding.unlessEqual("the length", octets, Long.parseLong(lengths.getFirst()));
            case Framing.Chunked _ ->
                Finding.unless(codings.getFirst().equalsIgnoreCase("chunked"), "chunks that are none");
            case Framing.UntilClose _ -> throw new Finding("a request until the connection closes");
        }
    }

    /** Netty may refuse what the product takes; what it takes, it must read in the same way. */
    private static void checkByNetty(RequestHead read, byte[] head) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(
                new HttpDecoderConfig().setMaxInitialLineLength(65536).setMaxHeaderSize(1 << 20)));
        channel.writeInbound(Unpooled.wrappedBuffer(head));
        Object message = channel.readInbound();
        channel.finishAndReleaseAll();
        if (!(message instanceof HttpRequest request) || request.decoderResult().isFailure()) {
            return;
        }
        Finding.unlessEqual("the method", read.method(), request.method().name());
        Finding.unlessEqual("the path", read.path(), request.uri().split("\\?", 2)[0]);
        Finding.unlessEqual(
                "the number of fields", read.fields().count(), request.headers().size());
        int field = 0;
        for (Map.Entry<String, String> entry : request.headers()) {
            Finding.unlessEqual("a field's name", read.fields().name(field), entry.getKey());
            Finding.unlessEqual("a field's value", read.fields().value(field), entry.getValue());
            field++;
        }
        Finding.unlessEqual(
                "whether chunks follow",
                read.framing() instanceof Framing.Chunked,
                HttpUtil.isTransferEncodingChunked(request));
        long length = read.framing() instanceof Framing.Length(long octets) ? octets : -1;
        Finding.unlessEqual("the length", length, HttpUtil.getContentLength(request, -1L));
    }
}
