package ai.altairalabs.omnia.agent.facade;

import java.util.Objects;

/** Finds out whose token it is. May block. */
@FunctionalInterface
public interface UserVerifier {
    /** Nobody gets in. */
    UserVerifier NOBODY = _ -> new Verification.Rejected("this agent lets nobody in from outside");

    /** Verifies a bearer token. Never throws. */
    Verification verify(String token);

    /** What a token proves. */
    sealed interface Verification {
        /** It is this user's. */
        record Verified(User user) implements Verification {
            public Verified {
                Objects.requireNonNull(user);
            }
        }

        /**
         * It proves nothing.
         *
         * @param message for the caller, without any part of the token
         */
        record Rejected(String message) implements Verification {
            public Rejected {
                Objects.requireNonNull(message);
            }
        }
    }
}
