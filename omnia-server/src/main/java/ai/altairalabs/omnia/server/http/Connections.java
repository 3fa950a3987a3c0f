package ai.altairalabs.omnia.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a message's {@code Connection} fields say (RFC 9110, section 7.6.1). */
final class Connections {
    /** Nobody names more. Each one is looked for among all fields, again and again. */
    private static final int MOST_OPTIONS = 32;

    private static final List<String> USUAL = List.of("close", "keep-alive", "te", "upgrade", "http2-settings");

    private final boolean close;
    private final boolean keepAlive;
    private final List<String> named;

    private Connections(boolean close, boolean keepAlive, List<String> named) {
        this.close = close;
        this.keepAlive = keepAlive;
        this.named = List.copyOf(named);
    }

    private static final Connections NOTHING = new Connections(false, false, List.of());
    private static final Connections CLOSE = new Connections(true, false, List.of());
    private static final Connections KEEP_ALIVE = new Connections(false, true, List.of());

    static Connections of(Fields fields) throws MalformedMessage {
        int first = fields.indexOf(HeaderName.CONNECTION, 0);
        if (first < 0) {
            return NOTHING;
        }
        if (fields.indexOf(HeaderName.CONNECTION, first + 1) < 0) {
            if (fields.isValued(first, "keep-alive")) {
                return KEEP_ALIVE;
            }
            if (fields.isValued(first, "close")) {
                return CLOSE;
            }
        }
        return read(fields);
    }

    private static Connections read(Fields fields) throws MalformedMessage {
        boolean close = false;
        boolean keepAlive = false;
        int options = 0;
        List<String> named = List.of();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.known(i) != HeaderName.CONNECTION) {
                continue;
            }
            for (String part : fields.value(i).split(",", -1)) {
                if (++options > MOST_OPTIONS) {
                    throw new MalformedMessage("`Connection` names more than " + MOST_OPTIONS + " options");
                }
                String option = part.strip().toLowerCase(Locale.ROOT);
                close |= option.equals("close");
                keepAlive |= option.equals("keep-alive");
                if (!option.isEmpty() && !USUAL.contains(option)) {
                    named = named.isEmpty() ? new ArrayList<>() : named;
                    named.add(option);
                }
            }
        }
        return new Connections(close, keepAlive, named);
    }

    boolean close() {
        return close;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the field is about this connection only, by its nature or because {@code Connection} names it. */
    boolean covers(Fields fields, int field) {
        HeaderName known = fields.known(field);
        if (known.hopByHop()) {
            return true;
        }
        if (named.isEmpty() || known == HeaderName.HOST || known == HeaderName.CONTENT_LENGTH) {
            return false;
        }
        for (String name : named) {
            if (fields.isNamed(field, name)) {
                return true;
            }
        }
        return false;
    }
}
