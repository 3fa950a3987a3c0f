package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.facade.ContextMint;
import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.runtime.RuntimeLimits;
import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.identity.SignedContext;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs what doors may believe: the facade's key never leaves this process. */
final class Contexts {
    /** A context outlives the longest turn a little, and no more. */
    private static final Duration LIFETIME = RuntimeLimits.DEFAULT.turn().plusSeconds(30);

    private final ContextSigner signer;
    private final PolicySource policies;

    Contexts(ContextSigner signer, PolicySource policies) {
        this.signer = signer;
        this.policies = policies;
    }

    /** The mint of one agent. */
    ContextMint of(ResourceName agent, ModelProvider model) {
        Map<String, String> extra = new LinkedHashMap<>();
        extra.put(OmniaHeaders.PROVIDER, model.provider());
        extra.put(OmniaHeaders.MODEL, model.model());
        return (user, session, request, traceparent) -> {
            MappedClaims mapped = policies.current()
                    .claimMapping(agent.namespace(), agent.name())
                    .apply(user.token());
            if (!mapped.illegal().isEmpty()) {
                return new ContextMint.Minted.Illegal("the token's claim for `"
                        + mapped.illegal().getFirst() + "` cannot be sent as a header");
            }
            SignedContext context = new SignedContext(
                    agent.name(),
                    agent.namespace(),
                    session,
                    request,
                    new Identity(user.subject(), user.email(), user.roles(), mapped.claims(), user.issuer()),
                    mapped.headers(),
                    extra);
            return new ContextMint.Minted.Signed(
                    new RequestContext(signer.sign(context, LIFETIME), session, request, traceparent));
        };
    }
}
