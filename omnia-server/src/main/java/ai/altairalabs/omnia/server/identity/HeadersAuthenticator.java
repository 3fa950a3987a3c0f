package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.PolicySet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
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
        Sent sent = new Sent();
        headers.forEach(sent);
        if (sent.namespace != null && !sent.namespace.equals(namespace)) {
            return new Authentication.Rejected("the request is for another namespace");
        }
        if (agent != null && sent.agent != null && !sent.agent.equals(agent)) {
            return new Authentication.Rejected("the request is of another agent");
        }
        String caller = agent != null ? agent : sent.agent != null ? sent.agent : "";
        Identity identity = new Identity(
                sent.user,
                sent.email,
                sent.roles,
                policies.claimMapping(namespace, caller).claimsFromHeaders(headers),
                "");
        return sent.about
                .addAll(caller, sent.session, sent.requestId, identity)
                .accept(caller, sent.session, sent.requestId, identity)
                .withRequestId();
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

    /** What the headers say, found in one walk over all of them: this is done for each request. */
    private static final class Sent implements BiConsumer<String, String> {
        private final CallerHeaders about = new CallerHeaders();
        private @Nullable String namespace;
        private @Nullable String agent;
        private String session = "";
        private String requestId = "";
        private String user = "";
        private String email = "";
        private List<String> roles = List.of();

        @Override
        public void accept(String name, String value) {
            SentName known = SentName.of(name);
            switch (known.part()) {
                case NAMESPACE -> namespace = value;
                case AGENT -> agent = value;
                case SESSION -> session = value;
                case REQUEST -> requestId = value;
                case USER -> user = value;
                case EMAIL -> email = value;
                case ROLES -> roles = roles(value);
                case MORE -> about.add(known.canonical(), value);
                case NOTHING -> {}
            }
        }
    }
}
