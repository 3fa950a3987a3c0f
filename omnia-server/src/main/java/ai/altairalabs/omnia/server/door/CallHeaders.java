package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.server.http.Fields;
import ai.altairalabs.omnia.server.http.HeaderName;
import ai.altairalabs.omnia.server.http.RequestHead;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers of one call: as the caller sent them, and as policies see them. */
final class CallHeaders {
    private static final String MASK = "***";
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private CallHeaders() {}

    /** Every header that is not about the caller's connection only. */
    static Headers sent(RequestHead head) {
        Fields fields = head.fields();
        Headers.Builder sent = new Headers.Builder();
        for (int i = 0; i < fields.count(); i++) {
            if (!head.hopByHop(i)) {
                sent.add(fields.name(i), fields.value(i));
            }
        }
        return sent.build();
    }

    /** What the tool is to see, and that credentials are there. */
    static Headers seen(RequestHead head, Map<String, String> omnia) {
        Fields fields = head.fields();
        Headers.Builder seen = new Headers.Builder();
        for (int i = 0; i < fields.count(); i++) {
            if (head.hopByHop(i)) {
                continue;
            }
            switch (fields.known(i)) {
                case OMNIA -> {}
                case AUTHORIZATION, COOKIE -> seen.add(fields.name(i), MASK);
                default -> seen.add(fields.name(i), fields.value(i));
            }
        }
        omnia.forEach(seen::add);
        return seen.build();
    }

    /** The id of the trace that the request belongs to (W3C Trace Context, section 3.2), or empty. */
    static String traceId(Headers sent) {
        String parent = sent.get("traceparent");
        Matcher matcher = parent == null ? null : TRACE_PARENT.matcher(parent);
        return matcher != null && matcher.lookingAt() ? matcher.group(1) : "";
    }

    /** Whether the header never reaches the tool as the caller sent it, whatever the policies say. */
    static boolean dropped(RequestHead head, int field) {
        HeaderName name = head.fields().known(field);
        return name == HeaderName.OMNIA
                || name == HeaderName.AUTHORIZATION
                || name == HeaderName.EXPECT
                || head.hopByHop(field);
    }
}
