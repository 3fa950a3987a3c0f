package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.BodyGate;
import ai.altairalabs.omnia.server.door.DescribedRequest.Content;
import ai.altairalabs.omnia.server.http.DescribedHead;
import ai.altairalabs.omnia.server.http.HeadLimits;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Envoy tells of a request, read as if the request had come to the door itself. */
final class ExtAuthzRequest {
    /** Envoy's word on the body that it sends: {@code true} when it sends only the beginning. */
    private static final String PARTIAL = "x-envoy-auth-partial-body";

    private static final Content NONE = new Content.None();

    private final HttpRequest told;
    private final DescribedHead head;
    private final byte[] body;
    private @Nullable String length;
    private boolean cut;

    private ExtAuthzRequest(HttpRequest told, HeadLimits limits) throws MalformedMessage {
        this.told = told;
        head = new DescribedHead(told.getMethod(), told.getPath(), limits);
        body = told.getRawBody().isEmpty()
                ? told.getBody().getBytes(StandardCharsets.UTF_8)
                : told.getRawBody().toByteArray();
    }

    /** The request that Envoy tells of. */
    static DescribedRequest read(HttpRequest told, HeadLimits limits) throws MalformedMessage {
        return new ExtAuthzRequest(told, limits).read();
    }

    private DescribedRequest read() throws MalformedMessage {
        if (told.hasHeaderMap()) {
            for (HeaderValue header : told.getHeaderMap().getHeadersList()) {
                byte[] value = header.getRawValue().isEmpty()
                        ? header.getValue().getBytes(StandardCharsets.UTF_8)
                        : header.getRawValue().toByteArray();
                take(header.getKey(), value);
            }
        } else {
            for (Map.Entry<String, String> header : told.getHeadersMap().entrySet()) {
                takeJoined(header.getKey(), header.getValue());
            }
        }
        Content content = content();
        if (length != null) {
            head.field("content-length", length);
        } else if (body.length > 0) {
            head.field("content-length", Integer.toString(body.length));
        }
        return new DescribedRequest(head.read(), content);
    }

    /** Without {@code encode_raw_headers} a header that was sent twice is one whose values are joined by a comma. */
    private void takeJoined(String name, String value) throws MalformedMessage {
        if (OmniaHeaders.isOurs(name) && value.indexOf(',') >= 0) {
            throw new MalformedMessage("an `X-Omnia-` header has a comma, or stands there twice:"
                    + " Envoy tells which with `encode_raw_headers: true`");
        }
        take(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void take(String name, byte[] value) throws MalformedMessage {
        switch (name) {
            case ":authority" -> head.field("host", value);
            case ":method", ":path", ":scheme", "transfer-encoding" -> {}
            case ":protocol" -> throw new MalformedMessage("upgrades to another protocol are not served");
            case PARTIAL -> cut |= !text(value).equals("false");
            case "content-length" -> {
                if (length != null) {
                    throw new MalformedMessage("the header `Content-Length` stands there twice");
                }
                length = text(value);
            }
            default -> head.field(name, value);
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private Content content() throws MalformedMessage {
        long announced = length == null ? -1 : announced(length);
        if (body.length == 0) {
            return nothing(announced);
        }
        if (cut || announced > body.length) {
            return new Content.Unreadable(
                    "Envoy sent only the beginning of the body", Math.max(announced, body.length));
        }
        if (announced >= 0 && announced < body.length) {
            throw new MalformedMessage("the body is longer than `Content-Length`");
        }
        if (told.getRawBody().isEmpty() && told.getBody().indexOf('!') >= 0) {
            return new Content.Unreadable(
                    "Envoy sent the body as text, where `!` may stand for octets that are none:"
                            + " set `pack_as_bytes: true`",
                    body.length);
        }
        return new Content.Whole(body);
    }

    /** Whether there is no body, or one that Envoy was not told to send, can be seen from the request's length alone. */
    private Content nothing(long announced) {
        if (announced > 0) {
            return new Content.Withheld("a policy reads the body, and Envoy does not send it: set `with_request_body`");
        }
        if (announced == 0 || !BodyGate.takesBody(told.getMethod())) {
            return NONE;
        }
        return new Content.Unreadable(
                "Envoy sent no body and the request has no `Content-Length`: there may be a body that was not sent", 0);
    }

    private static long announced(String length) throws MalformedMessage {
        if (length.isEmpty() || length.length() > 18 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedMessage("`Content-Length` is not a number");
        }
        return Long.parseLong(length);
    }
}
