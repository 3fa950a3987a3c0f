package ai.altairalabs.omnia.agent.facade;

import java.util.Objects;

/** Finds out whose token it is. May block. */
@FunctionalInterface
public interface UserVerifier {
    /** Nobody gets in. */
    UserVerifier NOBODY = _ -> new Entry.Rejected("this agent lets nobody in from outside");

    /** Verifies a bearer token. Never throws. */
    Entry verify(String token);

    /** What a token proves. */
    sealed interface Entry {
        /** It is this user's. */
        record Admitted(User user) implements Entry {
            public Admitted {
                Objects.requireNonNull(user);
            }
        }

        /**
         * It proves nothing.
         *
         * @param message for the caller, without any part of the token
         */
        record Rejected(String message) implements Entry {
            public Rejected {
                Objects.requireNonNull(message);
            }
        }
    }
}
