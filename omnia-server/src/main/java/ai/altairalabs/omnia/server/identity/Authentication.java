package ai.altairalabs.omnia.server.identity;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** What became of an attempt to find out who calls. */
public sealed interface Authentication {
    /** The same; of a caller whose request has no id yet, with a new one. */
    default Authentication withRequestId() {
        return this;
    }

    /** The caller is known. */
    record Accepted(Caller caller) implements Authentication {
        public Accepted {
            Objects.requireNonNull(caller);
        }

        @Override
        public Authentication withRequestId() {
            return caller.requestId().isEmpty() ? new Accepted(caller.withRequestId(RequestIds.next())) : this;
        }
    }

    /**
     * Not authenticated: 401.
     *
     * @param message for the caller: what is missing or wrong, without any part of a token
     */
    record Rejected(String message) implements Authentication {
        public Rejected {
            Objects.requireNonNull(message);
        }
    }

    /**
     * The request cannot be passed on as it is: 400.
     *
     * @param message for the caller
     */
    record Malformed(String message) implements Authentication {
        public Malformed {
            Objects.requireNonNull(message);
        }
    }

    /** More callers wait to be known than a door can look at: 503. */
    record Overloaded() implements Authentication {}

    /**
     * Finding out takes a while: a signature is being verified, or keys are being fetched.
     *
     * @param outcome what became of it: completes always, soon, on any thread, and never with an exception
     */
    record Pending(CompletableFuture<Authentication> outcome) implements Authentication {
        public Pending {
            Objects.requireNonNull(outcome);
        }
    }
}
