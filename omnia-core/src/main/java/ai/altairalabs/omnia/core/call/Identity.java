package ai.altairalabs.omnia.core.call;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The user for whom an agent acts.
 *
 * @param subject the token's subject; empty when there is none
 * @param email empty when there is none
 * @param roles in the token's order
 * @param claims the claims that were mapped, by the name that the mapping gives: text each
 * @param issuer who vouches; empty when nobody does
 */
public record Identity(String subject, String email, List<String> roles, Map<String, String> claims, String issuer) {
    /** Nobody. */
    public static final Identity ANONYMOUS = new Identity("", "", List.of(), Map.of(), "");

    public Identity {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(email);
        roles = List.copyOf(roles);
        claims = Map.copyOf(claims);
        Objects.requireNonNull(issuer);
    }
}
