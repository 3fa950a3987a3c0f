package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.ClaimMapping;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call as a vector describes it.
 *
 * @param agent the agent that calls; empty: nothing trustworthy says who it is
 * @param namespace the namespace whose tools the door guards
 * @param session the session's id, or empty
 * @param requestId the request's id
 * @param user for whom the agent calls
 * @param unknownTool what the door does with requests that are no registered tool's
 * @param request the request
 */
public record VectorCall(
        String agent,
        String namespace,
        String session,
        String requestId,
        User user,
        UnknownTool unknownTool,
        Request request) {
    /** The issuer of every token in a vector. */
    public static final String ISSUER = "https://issuer.example";

    public VectorCall {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(session);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(user);
        Objects.requireNonNull(unknownTool);
        Objects.requireNonNull(request);
    }

    /**
     * The claims that travel with the call, as a facade or a door writes them.
     *
     * @param mapping the agent's, of the policies in force
     */
    public MappedClaims claims(ClaimMapping mapping) {
        return switch (user) {
            case User.Nobody _ -> new MappedClaims(Map.of(), Map.of(), List.of());
            case User.Token token -> mapping.apply(token.claims());
            case User.Claims claims -> {
                Headers.Builder headers = new Headers.Builder(16);
                claims.headers().forEach(headers::add);
                yield new MappedClaims(claims.headers(), mapping.claimsFromHeaders(headers.build()), List.of());
            }
        };
    }

    /** Who the user is, with these claims. */
    public Identity identity(MappedClaims claims) {
        if (!(user instanceof User.Token token)) {
            return new Identity("", "", List.of(), claims.claims(), "");
        }
        return new Identity(token.text("sub"), token.text("email"), token.roles(), claims.claims(), ISSUER);
    }

    /** The user for whom the agent calls, and how it is known. */
    public sealed interface User {
        /** Nothing is known of any user. */
        record Nobody() implements User {}

        /**
         * A verified token, mapped by the AgentPolicies in force.
         *
         * @param claims the token's claims as plain maps, lists, texts, numbers, booleans and null
         */
        record Token(Map<String, @Nullable Object> claims) implements User {
            public Token {
                claims = new LinkedHashMap<>(claims);
            }

            String text(String claim) {
                return claims.get(claim) instanceof String text ? text : "";
            }

            List<String> roles() {
                return claims.get("roles") instanceof List<?> roles
                        ? roles.stream().map(String::valueOf).toList()
                        : List.of();
            }
        }

        /**
         * Claims that the signed context, or a trusted mesh, states already.
         *
         * @param headers header name to text
         */
        record Claims(Map<String, String> headers) implements User {
            public Claims {
                headers = new LinkedHashMap<>(headers);
            }
        }
    }

    /**
     * The request that the agent sends.
     *
     * @param method the method
     * @param path the path, without the query
     * @param query the raw query, or null when there is no question mark
     * @param headers header name to value, with {@code Content-Type} and the two tool headers where they are sent
     * @param body the body's octets; empty: no body
     */
    public record Request(
            String method, String path, @Nullable String query, Map<String, String> headers, Octets body) {
        public Request {
            Objects.requireNonNull(method);
            Objects.requireNonNull(path);
            headers = new LinkedHashMap<>(headers);
            Objects.requireNonNull(body);
        }

        /** Path and query as they stand in the request line. */
        public String target() {
            return query == null ? path : path + "?" + query;
        }

        /** The value of a header, without regard to case, or null. */
        public @Nullable String header(String name) {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (header.getKey().equalsIgnoreCase(name)) {
                    return header.getValue();
                }
            }
            return null;
        }
    }
}
