package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.PolicySet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identity mode {@code headers}: plain {@code X-Omnia-*} headers are trusted, because the network already lets in only who
 * may call.
 */
public final class HeadersAuthenticator implements Authenticator {
    private final String namespace;
    private final @Nullable String agent;

    /**
     * An authenticator.
     *
     * @param namespace the namespace that the door guards: a caller who names another one is refused
     * @param agent the only agent that may pass, also when the header is missing; null: any
     */
    public HeadersAuthenticator(String namespace, @Nullable String agent) {
        this.namespace = Objects.requireNonNull(namespace);
        this.agent = agent;
    }

    @Override
    public Authentication authenticate(Headers headers, PolicySet policies) {
        String sentNamespace = headers.get(OmniaHeaders.NAMESPACE);
        if (sentNamespace != null && !sentNamespace.equals(namespace)) {
            return new Authentication.Rejected("the request is for another namespace");
        }
        String sentAgent = headers.get(OmniaHeaders.AGENT_NAME);
        if (agent != null && sentAgent != null && !sentAgent.equals(agent)) {
            return new Authentication.Rejected("the request is of another agent");
        }
        String caller = agent != null ? agent : orEmpty(sentAgent);
        String session = orEmpty(headers.get(OmniaHeaders.SESSION_ID));
        String sentRequest = orEmpty(headers.get(OmniaHeaders.REQUEST_ID));
        String requestId = sentRequest.isEmpty() ? RequestIds.next() : sentRequest;
        Identity identity = new Identity(
                orEmpty(headers.get(OmniaHeaders.USER_ID)),
                orEmpty(headers.get(OmniaHeaders.USER_EMAIL)),
                roles(orEmpty(headers.get(OmniaHeaders.USER_ROLES))),
                policies.claimMapping(namespace, caller).claimsFromHeaders(headers),
                "");
        CallerHeaders collected = CallerHeaders.of(caller, namespace, session, requestId, identity);
        headers.forEach((name, value) -> {
            if (OmniaHeaders.isExtra(name) || OmniaHeaders.isClaim(name)) {
                collected.put(OmniaHeaders.canonical(name), value);
            }
        });
        return collected.accept(caller, session, requestId, identity);
    }

    private static List<String> roles(String joined) {
        if (joined.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(joined.split(",", -1))
                .map(String::strip)
                .filter(role -> !role.isEmpty())
                .toList();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
