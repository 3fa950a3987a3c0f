package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.decision.Obligation;
import ai.altairalabs.omnia.server.http.Fields;
import ai.altairalabs.omnia.server.http.HeaderName;
import ai.altairalabs.omnia.server.http.RequestHead;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of one call: as the caller sent them, and as policies see them. */
final class CallHeaders {
    private static final String MASK = "***";
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private final RequestHead head;
    private final String[] names;
    private final String[] values;
    private final Headers sent;

    CallHeaders(RequestHead head) {
        this.head = head;
        Fields fields = head.fields();
        names = new String[fields.count()];
        values = new String[fields.count()];
        Headers.Builder builder = new Headers.Builder(names.length);
        for (int i = 0; i < names.length; i++) {
            names[i] = fields.name(i);
            values[i] = fields.value(i);
            if (!head.hopByHop(i)) {
                add(builder, names[i], values[i]);
            }
        }
        sent = builder.build();
    }

    /** Every header that is not about the caller's connection only. */
    Headers sent() {
        return sent;
    }

    /** The value of the first field of this kind that is passed on, or null. */
    @Nullable
    String endToEnd(HeaderName name) {
        for (int i = 0; i < values.length; i++) {
            if (head.fields().known(i) == name && !head.hopByHop(i)) {
                return values[i];
            }
        }
        return null;
    }

    /** What the tool is to see, and that credentials are there. */
    Headers seen(WrittenHeaders written) {
        Headers.Builder seen = new Headers.Builder(names.length + written.size());
        for (int i = 0; i < names.length; i++) {
            HeaderName known = head.fields().known(i);
            if (known == HeaderName.AUTHORIZATION || known == HeaderName.COOKIE) {
                add(seen, names[i], MASK);
            } else if (known != HeaderName.OMNIA && !head.hopByHop(i)) {
                add(seen, names[i], values[i]);
            }
        }
        written.forEach(seen::addNew); // no other `X-Omnia-*` is left
        return seen.build();
    }

    private void add(Headers.Builder headers, String name, String value) {
        if (head.fields().distinct()) {
            headers.addNew(name, value);
        } else {
            headers.add(name, value);
        }
    }

    /** The id of the trace that the request belongs to (W3C Trace Context, section 3.2), or empty. */
    String traceId() {
        String parent = sent.get("traceparent");
        Matcher matcher = parent == null ? null : TRACE_PARENT.matcher(parent);
        return matcher != null && matcher.lookingAt() ? matcher.group(1) : "";
    }

    /** Whether the header reaches the tool as the caller sent it, under these obligations. */
    static boolean travels(RequestHead head, int field, List<Obligation> obligations) {
        HeaderName name = head.fields().known(field);
        boolean dropped = name == HeaderName.OMNIA
                || name == HeaderName.AUTHORIZATION
                || name == HeaderName.EXPECT
                || head.hopByHop(field);
        return !dropped && (obligations.isEmpty() || !isObligated(head.fields(), field, obligations));
    }

    private static boolean isObligated(Fields fields, int field, List<Obligation> obligations) {
        HeaderName known = fields.known(field);
        if (known == HeaderName.HOST || known == HeaderName.CONTENT_LENGTH) {
            return false;
        }
        for (Obligation obligation : obligations) {
            if (fields.isNamed(field, obligation.header())) {
                return true;
            }
        }
        return false;
    }
}
