package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.MappedClaims;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.identity.ContextSigner;
import ai.altairalabs.omnia.server.identity.HeadersAuthenticator;
import ai.altairalabs.omnia.server.identity.JwtAuthenticator;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.identity.SignedAuthenticator;
import ai.altairalabs.omnia.server.identity.SignedContext;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.testkit.VectorCall;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a door learns who calls: its authenticator, and the headers of a vector's call as they arrive at the door. */
enum IdentityMode {
    /** The facade has stripped what the user sent; what the runtime sends beside the context must not count. */
    SIGNED {
        @Override
        Authenticator authenticator(VectorCall call) {
            return new SignedAuthenticator(Keys.PUBLIC, call.namespace(), null, Keys.CLOCK);
        }

        @Override
        Map<String, String> headers(VectorCall call, MappedClaims claims) {
            Map<String, String> headers = new LinkedHashMap<>(call.request().headers());
            headers.put(
                    OmniaHeaders.CONTEXT,
                    Keys.SIGNER.sign(
                            new SignedContext(
                                    call.agent(),
                                    call.namespace(),
                                    call.session(),
                                    call.requestId(),
                                    call.identity(claims),
                                    claims.headers(),
                                    Map.of()),
                            Keys.LIFETIME));
            return headers;
        }
    },

    /** The user's own token comes to the door, beside ids that the caller made up. */
    JWT {
        @Override
        Authenticator authenticator(VectorCall call) {
            return new JwtAuthenticator(
                    new TokenVerifier(Keys.PUBLIC, VectorCall.ISSUER, Keys.AUDIENCE, Keys.CLOCK),
                    call.namespace(),
                    call.agent().isEmpty() ? null : call.agent(),
                    UserClaims.STANDARD);
        }

        @Override
        Map<String, String> headers(VectorCall call, MappedClaims claims) {
            Map<String, Object> token = new LinkedHashMap<>();
            if (call.user() instanceof VectorCall.User.Token user) {
                token.putAll(user.claims());
            }
            token.put("iss", VectorCall.ISSUER);
            token.put("aud", Keys.AUDIENCE);
            token.put("sid", call.session());
            Map<String, String> headers = new LinkedHashMap<>(call.request().headers());
            headers.put("Authorization", "Bearer " + Keys.SIGNER.signClaims(token, Keys.LIFETIME));
            headers.put(OmniaHeaders.SESSION_ID, "forged-session");
            headers.put(OmniaHeaders.REQUEST_ID, "forged-request");
            return headers;
        }
    },

    /** A mesh that is trusted has dropped what was sent under our names, but for the tool's, and says itself who calls. */
    HEADERS {
        @Override
        Authenticator authenticator(VectorCall call) {
            return new HeadersAuthenticator(call.namespace(), null);
        }

        @Override
        Map<String, String> headers(VectorCall call, MappedClaims claims) {
            Map<String, String> headers = new LinkedHashMap<>();
            call.request().headers().forEach((name, value) -> {
                boolean tool = name.equalsIgnoreCase(OmniaHeaders.TOOL_NAME)
                        || name.equalsIgnoreCase(OmniaHeaders.TOOL_REGISTRY);
                if (tool || !OmniaHeaders.isOurs(name)) {
                    headers.put(name, value);
                }
            });
            Identity identity = call.identity(claims);
            headers.put(OmniaHeaders.NAMESPACE, call.namespace());
            putUnlessEmpty(headers, OmniaHeaders.AGENT_NAME, call.agent());
            putUnlessEmpty(headers, OmniaHeaders.SESSION_ID, call.session());
            putUnlessEmpty(headers, OmniaHeaders.REQUEST_ID, call.requestId());
            putUnlessEmpty(headers, OmniaHeaders.USER_ID, identity.subject());
            putUnlessEmpty(headers, OmniaHeaders.USER_ROLES, String.join(",", identity.roles()));
            putUnlessEmpty(headers, OmniaHeaders.USER_EMAIL, identity.email());
            headers.putAll(claims.headers());
            return headers;
        }
    };

    private static final class Keys {
        static final Clock CLOCK = Clock.systemUTC();
        static final ContextSigner SIGNER = ContextSigner.generate(CLOCK);
        static final KeySet PUBLIC = KeySet.ofJson(SIGNER.publicJwks());
        static final Duration LIFETIME = Duration.ofMinutes(5);
        static final String AUDIENCE = "customer-service";
    }

    /** What the door of this call's namespace believes. */
    abstract Authenticator authenticator(VectorCall call);

    /** Every header of the call, but for those that frame its body. */
    abstract Map<String, String> headers(VectorCall call, MappedClaims claims);

    private static void putUnlessEmpty(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
    }
}
