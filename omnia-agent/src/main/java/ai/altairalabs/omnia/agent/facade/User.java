package ai.altairalabs.omnia.agent.facade;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Somebody whose token was verified.
 *
 * @param subject never empty
 * @param email empty when the token has none
 * @param roles in the token's order
 * @param issuer who vouches
 * @param token every claim of the token
 * @param expires when the token ends
 */
public record User(
        String subject, String email, List<String> roles, String issuer, Map<String, Object> token, Instant expires) {
    public User {
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("a user has a subject");
        }
        Objects.requireNonNull(email);
        roles = List.copyOf(roles);
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
