package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.server.http.Fields;
import ai.altairalabs.omnia.server.http.Framing;
import ai.altairalabs.omnia.server.http.HeaderName;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the tool gets it: method, target and the headers that travel octet for octet, then what the door itself
 * says. Headers about the caller's connection go first, so that a caller cannot have the door's own removed.
 */
final class ForwardedRequest {
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int COPIED = 16384;

    private final RequestHead head;
    private final WrittenHeaders written;
    private final List<Obligation> obligations;
    private final DoorParts door;

    ForwardedRequest(RequestHead head, WrittenHeaders written, List<Obligation> obligations, DoorParts door) {
        this.head = head;
        this.written = written;
        this.obligations = obligations;
        this.door = door;
    }

    /**
     * The whole request with the body that was evaluated; null: it has none. The copy is made here, outside of the heap, since a
     * socket would make it all the same, and then nobody would count what waits for a tool that does not take it in.
     */
    ByteBuf with(@Nullable BodyCollector body, ByteBufAllocator allocator, HeadBuffer out) {
        compose(out);
        if (body != null && head.framing() instanceof Framing.Chunked) {
            out.text("Content-Length: ").put(body.length()).put(HeadBuffer.CRLF);
        }
        out.put(HeadBuffer.CRLF);
        int length = body == null ? 0 : body.length();
        ByteBuf message = allocator.directBuffer(out.length() + length);
        out.writeTo(message);
        if (body == null || length == 0) {
            return message;
        }
        body.writeTo(message);
        return length <= COPIED ? message : body.countedIn(message, allocator);
    }

    /** The request's head and the beginning of its body; the rest follows as it comes. */
    ByteBuf withBeginning(BodyCollector body, ByteBufAllocator allocator, HeadBuffer out) {
        compose(out);
        boolean chunked = head.framing() instanceof Framing.Chunked;
        if (chunked) {
            out.put(CHUNKED);
        }
        out.put(HeadBuffer.CRLF);
        ByteBuf message = allocator.directBuffer(out.length() + Chunks.lengthOf(body.length()));
        out.writeTo(message);
        if (body.length() == 0) {
            return message;
        }
        if (chunked) {
            Chunks.copy(Unpooled.wrappedBuffer(body.array(), 0, body.length()), message);
        } else {
            body.writeTo(message);
        }
        return body.countedIn(message, allocator);
    }

    /** The request's head, with as much of the body as is there already when that is all of it. */
    ByteBuf withFirstOf(BodyReader body, ClientConnection client, HeadBuffer out) throws MalformedMessage {
        compose(out);
        if (head.framing() instanceof Framing.Chunked) {
            out.put(CHUNKED);
        }
        out.put(HeadBuffer.CRLF);
        ByteBuf rest = body.restIsIn(client.input()) && client.input().readableBytes() <= COPIED
                ? body.next(client.input())
                : null;
        ByteBuf message =
                client.channel().alloc().directBuffer(out.length() + (rest == null ? 0 : rest.readableBytes()));
        out.writeTo(message);
        if (rest != null) {
            message.writeBytes(rest);
            rest.release();
        }
        return message;
    }

    private void compose(HeadBuffer out) {
        Fields fields = head.fields();
        byte[] bytes = head.bytes();
        boolean secure = door.ssl() != null;
        out.clear().put(bytes, 0, head.targetEnd()).put(VERSION);
        int run = -1;
        for (int i = 0; i < fields.count(); i++) {
            boolean travels =
                    CallHeaders.travels(head, i, obligations) && !(secure && fields.known(i) == HeaderName.HOST);
            if (travels && run < 0) {
                run = fields.lineStart(i);
            } else if (!travels && run >= 0) {
                out.put(bytes, run, fields.lineStart(i));
                run = -1;
            }
        }
        if (run >= 0) {
            out.put(bytes, run, bytes.length - 2);
        }
        if (secure) {
            out.header("Host", door.settings().upstream().getRawAuthority());
        }
        written.forEach(out::header);
        for (Obligation obligation : obligations) {
            if (obligation instanceof Obligation.SetHeader set) {
                out.header(set.header(), set.value());
            }
        }
    }
}
