package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.decision.PolicySet;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Identity mode {@code signed}: believes what the facade signed, and nothing else. */
public final class SignedAuthenticator implements Authenticator {
    private final Verifications verifications;
    private final String namespace;
    private final @Nullable String agent;

    /**
     * An authenticator.
     *
     * @param keys the facade's public keys
     * @param namespace the namespace that the door guards: a context of another one is refused
     * @param agent the only agent that may pass; null: any
     * @param clock tells the time
     */
    public SignedAuthenticator(KeySet keys, String namespace, @Nullable String agent, Clock clock) {
        this(
                new Verifications(
                        new TokenVerifier(keys, ContextSigner.ISSUER, ContextSigner.AUDIENCE, clock),
                        "the signed context"),
                namespace,
                agent);
    }

    SignedAuthenticator(Verifications verifications, String namespace, @Nullable String agent) {
        this.verifications = verifications;
        this.namespace = Objects.requireNonNull(namespace);
        this.agent = agent;
    }

    @Override
    public Authentication authenticate(Headers headers, PolicySet policies) {
        String token = headers.get(OmniaHeaders.CONTEXT);
        if (token == null || token.isEmpty()) {
            return new Authentication.Rejected("a signed context is required");
        }
        return verifications.of(
                token,
                context -> context.readOnce(this, namespace, claims -> accept(SignedContext.ofClaims(claims)))
                        .withRequestId());
    }

    private Authentication accept(@Nullable SignedContext context) {
        if (context == null) {
            return new Authentication.Rejected("the signed context is malformed");
        }
        if (!namespace.equals(context.namespace())) {
            return new Authentication.Rejected("the signed context is for another namespace");
        }
        if (agent != null && !agent.equals(context.agent())) {
            return new Authentication.Rejected("the signed context is for another agent");
        }
        return new CallerHeaders()
                .addAll(context.agent(), context.session(), context.requestId(), context.identity())
                .putAll(context.extra())
                .putAll(context.claimHeaders())
                .accept(context.agent(), context.session(), context.requestId(), context.identity());
    }
}
