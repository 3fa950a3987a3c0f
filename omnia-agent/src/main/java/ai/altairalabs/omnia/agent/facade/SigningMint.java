package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.tools.RequestContext;
import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.identity.SignedContext;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs with the facade's key what the policies in force let travel of the user's token. */
public final class SigningMint implements ContextMint {
    /** How long a context is good for, unless the user's token ends earlier. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private final ResourceName agent;
    private final UserClaims userClaims;
    private final Map<String, String> extra;
    private final PolicySource policies;
    private final ContextSigner signer;
    private final Clock clock;

    /**
     * A mint for one agent.
     *
     * @param userClaims which claims say who the user is
     * @param provider what kind of model the agent has
     * @param model the model's name
     */
    public SigningMint(
            ResourceName agent,
            UserClaims userClaims,
            String provider,
            String model,
            PolicySource policies,
            ContextSigner signer,
            Clock clock) {
        this.agent = Objects.requireNonNull(agent);
        this.userClaims = Objects.requireNonNull(userClaims);
        extra = Map.of(OmniaHeaders.PROVIDER, provider, OmniaHeaders.MODEL, model);
        this.policies = Objects.requireNonNull(policies);
        this.signer = Objects.requireNonNull(signer);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Minted mint(User user, String session, String request, @Nullable String traceparent) {
        MappedClaims mapped =
                policies.current().claimMapping(agent.namespace(), agent.name()).apply(user.token());
        if (!mapped.illegal().isEmpty()) {
            return illegal(mapped.illegal().getFirst());
        }
        Identity identity = userClaims.identity(user.token(), mapped.claims());
        if (!HeaderText.isValue(identity.subject())) {
            return illegal(OmniaHeaders.USER_ID);
        }
        if (!HeaderText.isValue(identity.email())) {
            return illegal(OmniaHeaders.USER_EMAIL);
        }
        // Joined by commas, a role with a comma would read as two.
        if (identity.roles().stream().anyMatch(role -> role.indexOf(',') >= 0)
                || !HeaderText.isValue(String.join(",", identity.roles()))) {
            return illegal(OmniaHeaders.USER_ROLES);
        }
        SignedContext context =
                new SignedContext(agent.name(), agent.namespace(), session, request, identity, mapped.headers(), extra);
        String signed = signer.sign(context, lifetime(user));
        return new Minted.Signed(new RequestContext(signed, session, request, traceparent));
    }

    private Duration lifetime(User user) {
        Duration left = Duration.between(clock.instant(), user.expires());
        return left.compareTo(LIFETIME) < 0 ? left : LIFETIME;
    }

    private static Minted illegal(String header) {
        return new Minted.Illegal("your token holds a value that cannot travel as `" + header + "`");
    }
}
