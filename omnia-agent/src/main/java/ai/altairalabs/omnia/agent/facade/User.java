package ai.altairalabs.omnia.agent.facade;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Somebody whose token was verified.
 *
 * @param subject never empty
 * @param issuer who vouches
 * @param token every claim of the token
 * @param expires from when on the token is not accepted any more
 */
public record User(String subject, String issuer, Map<String, ?> token, Instant expires) {
    public User {
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("a user has a subject");
        }
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(token);
        Objects.requireNonNull(expires);
    }

    /** What tells this user from every other. */
    String key() {
        return issuer + '\n' + subject;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "User[" + subject + "]";
    }
}
