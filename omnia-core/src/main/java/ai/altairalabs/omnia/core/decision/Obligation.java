package ai.altairalabs.omnia.core.decision;

import java.util.Objects;

/** What a door must do to a call before it passes it on. */
public sealed interface Obligation {
    /** The header's name. */
    String header();

    /** Replace what the caller sent under this name by this value. The value is a legal header value. */
    record SetHeader(String header, String value) implements Obligation {
        public SetHeader {
            Objects.requireNonNull(header);
            Objects.requireNonNull(value);
        }
    }

    /** Drop what the caller sent under this name. */
    record RemoveHeader(String header) implements Obligation {
        public RemoveHeader {
            Objects.requireNonNull(header);
        }
    }
}
