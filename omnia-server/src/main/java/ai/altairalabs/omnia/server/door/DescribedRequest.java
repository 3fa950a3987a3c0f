package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.http.RequestHead;
import java.util.Objects;

/** A request that another program holds, and passes on itself when it is told that it may. */
record DescribedRequest(RequestHead head, Content content) {
    DescribedRequest {
        Objects.requireNonNull(head);
        Objects.requireNonNull(content);
    }

    /** The request's body, as far as it was told. */
    sealed interface Content {
        /** There is none. */
        record None() implements Content {}

        /** All of it. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
        record Whole(byte[] bytes) implements Content {}

        /**
         * There is one, or may be one, and it cannot be evaluated.
         *
         * @param reason for the audit record
         * @param length how long it is at least, in bytes
         */
        record Unreadable(String reason, long length) implements Content {}

        /**
         * There is one, and it was not told.
         *
         * @param message for whoever set the other program up
         */
        record Withheld(String message) implements Content {}
    }
}
