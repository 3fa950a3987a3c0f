package ai.altairalabs.omnia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.identity.Authentication.Accepted;
import ai.altairalabs.omnia.server.identity.Authentication.Malformed;
import ai.altairalabs.omnia.server.identity.Authentication.Pending;
import ai.altairalabs.omnia.server.identity.Authentication.Rejected;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuthenticatorsTest {
    private static final PolicySet POLICIES = policies();

    private final SettableClock clock = new SettableClock();
    private final ContextSigner facade = ContextSigner.generate(clock);
    private final KeySet facadeKeys = KeySet.ofJson(facade.publicJwks());
    private final SignedAuthenticator signed =
            new SignedAuthenticator(facadeKeys, "production", "support-agent", clock);

    private static PolicySet policies() {
        return PolicySet.compile(
                ManifestReader.read(List.of(new SourceText("policy.yaml", """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: AgentPolicy
                metadata:
                  name: support-agent-policy
                  namespace: production
                spec:
                  selector:
                    agents: [support-agent]
                  claimMapping:
                    forwardClaims:
                      - claim: team
                        header: X-Omnia-Claim-Team
                      - claim: limit
                        header: X-Omnia-Claim-Limit
                """))), Limits.standard(() -> 0));
    }

    private static SignedContext context(String agent, String namespace) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("X-Omnia-Claim-Team", "support");
        claims.put("X-Omnia-Claim-Limit", "1000000");
        return new SignedContext(
                agent,
                namespace,
                "s-1",
                "r-1",
                new Identity("user-1", "u@example.com", List.of("a", "b"), Map.of("team", "support"), "https://issuer"),
                claims,
                Map.of("X-Omnia-Provider", "openai"));
    }

    private Authentication present(Authenticator authenticator, String... headers) {
        Authentication authentication = authenticator.authenticate(Headers.of(headers), POLICIES);
        return authentication instanceof Pending(var outcome)
                ? outcome.orTimeout(120, TimeUnit.SECONDS).join()
                : authentication;
    }

    private static Caller caller(Authentication authentication) {
        assertThat(authentication).isInstanceOf(Accepted.class);
        return ((Accepted) authentication).caller();
    }

    // ---- signed

    @Test
    void writesTheHeadersFromTheSignedContextOnly() {
        String token = facade.sign(context("support-agent", "production"), Duration.ofMinutes(5));
        Caller caller = caller(present(
                signed,
                "X-Omnia-Context",
                token,
                "X-Omnia-Claim-Team",
                "forged",
                "X-Omnia-User-Id",
                "root",
                "X-Omnia-Claim-Other",
                "forged"));
        assertThat(caller.headers())
                .containsExactly(
                        Map.entry("X-Omnia-Session-Id", "s-1"),
                        Map.entry("X-Omnia-User-Id", "user-1"),
                        Map.entry("X-Omnia-User-Roles", "a,b"),
                        Map.entry("X-Omnia-User-Email", "u@example.com"),
                        Map.entry("X-Omnia-Provider", "openai"),
                        Map.entry("X-Omnia-Claim-Team", "support"),
                        Map.entry("X-Omnia-Claim-Limit", "1000000"));
        assertThat(caller.agent()).isEqualTo("support-agent");
        assertThat(caller.session()).isEqualTo("s-1");
        assertThat(caller.requestId()).isEqualTo("r-1");
        assertThat(caller.identity())
                .isEqualTo(context("support-agent", "production").identity());
    }

    @Test
    void refusesPlainHeadersWhereAContextIsNeeded() {
        assertThat(present(signed, "X-Omnia-Agent-Name", "support-agent"))
                .isEqualTo(new Rejected("a signed context is required"));
    }

    @Test
    void refusesAContextOfAnotherAgentNamespaceTimeOrKey() {
        Duration minutes = Duration.ofMinutes(5);
        assertThat(present(signed, "X-Omnia-Context", facade.sign(context("other", "production"), minutes)))
                .isEqualTo(new Rejected("the signed context is for another agent"));
        assertThat(present(signed, "X-Omnia-Context", facade.sign(context("support-agent", "staging"), minutes)))
                .isEqualTo(new Rejected("the signed context is for another namespace"));
        String good = facade.sign(context("support-agent", "production"), minutes);
        String forged = ContextSigner.generate(clock).sign(context("support-agent", "production"), minutes);
        assertThat(present(signed, "X-Omnia-Context", forged))
                .isEqualTo(new Rejected("the signed context's key is not known"));
        clock.advance(Duration.ofMinutes(6));
        assertThat(present(signed, "X-Omnia-Context", good)).isEqualTo(new Rejected("the signed context has expired"));
    }

    @Test
    void refusesAUserTokenInPlaceOfAContext() {
        String user = facade.signClaims(Map.of("iss", "https://issuer", "aud", "agents"), Duration.ofMinutes(1));
        assertThat(present(signed, "X-Omnia-Context", user))
                .isEqualTo(new Rejected("the signed context is of another issuer"));
    }

    @Test
    void refusesAContextThatNoFacadeWrites() {
        Map<String, Object> base =
                Map.of("iss", "omnia-facade", "aud", "omnia-door", "agent", "support-agent", "namespace", "production");
        List<Map<String, Object>> odd = List.of(
                Map.of("agent", ""),
                Map.of("agent", List.of("support-agent")),
                Map.of("roles", "admin"),
                Map.of("claims", Map.of("team", 7)),
                Map.of("claim_headers", Map.of("X-Omnia-User-Id", "root")),
                Map.of("extra", Map.of("X-Omnia-Agent-Name", "root")));
        for (Map<String, Object> change : odd) {
            Map<String, Object> claims = new LinkedHashMap<>(base);
            claims.putAll(change);
            assertThat(present(signed, "X-Omnia-Context", facade.signClaims(claims, Duration.ofMinutes(1))))
                    .as(change.toString())
                    .isEqualTo(new Rejected("the signed context is malformed"));
        }
        assertThat(present(signed, "X-Omnia-Context", facade.signClaims(base, Duration.ofMinutes(1))))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void aKeyPairSurvivesARestart() {
        String pair = ContextSigner.newPair();
        String token =
                ContextSigner.of(pair, clock).sign(context("support-agent", "production"), Duration.ofMinutes(1));
        String jwks = ContextSigner.of(pair, clock).publicJwks();
        assertThat(jwks).doesNotContain("\"d\"");
        var door = new SignedAuthenticator(KeySet.ofJson(jwks), "production", null, clock);
        assertThat(present(door, "X-Omnia-Context", token)).isInstanceOf(Accepted.class);
    }

    @Test
    void refusesAValueThatNoHeaderCanHold() {
        for (String value : List.of("a\r\nX-Evil: 1", "a\u0000", "a\nb", "日本", "x".repeat(8193), " padded ")) {
            SignedContext context = new SignedContext(
                    "support-agent",
                    "production",
                    "",
                    "",
                    Identity.ANONYMOUS,
                    Map.of("X-Omnia-Claim-Team", value),
                    Map.of());
            assertThat(present(signed, "X-Omnia-Context", facade.sign(context, Duration.ofMinutes(1))))
                    .isEqualTo(new Malformed("the value of `X-Omnia-Claim-Team` is no legal header value"));
        }
    }

    @Test
    void waitsForKeysOnceAndThenRefuses() {
        try (TestIssuer issuer = new TestIssuer()) {
            issuer.hold();
            try (KeySet slow = KeySet.ofUrl(issuer.jwksUrl())) {
                var door = new SignedAuthenticator(slow, "production", null, clock);
                String token = facade.sign(context("support-agent", "production"), Duration.ofMinutes(1));
                Authentication waiting = door.authenticate(Headers.of("X-Omnia-Context", token), POLICIES);
                assertThat(waiting).isInstanceOf(Pending.class);
                assertThat(((Pending) waiting).outcome()).isNotDone();
                issuer.release();
                assertThat(((Pending) waiting).outcome().join())
                        .isEqualTo(new Rejected("the signed context's key is not known"));
            }
        }
    }

    // ---- jwt

    private JwtAuthenticator jwt(String agent) {
        TokenVerifier verifier = new TokenVerifier(facadeKeys, "https://issuer", "agents", clock);
        return new JwtAuthenticator(verifier, "production", agent, UserClaims.STANDARD);
    }

    private String bearer(Map<String, Object> more) {
        Map<String, Object> claims =
                new LinkedHashMap<>(Map.of("iss", "https://issuer", "aud", "agents", "sub", "user-1"));
        claims.putAll(more);
        return "Bearer " + facade.signClaims(claims, Duration.ofMinutes(5));
    }

    @Test
    void mapsTheUsersTokenAtTheDoor() {
        String token = bearer(Map.of(
                "team",
                "support",
                "limit",
                1_000_000,
                "secret",
                "x",
                "email",
                "u@example.com",
                "roles",
                List.of("agent", "lead")));
        Caller caller = caller(present(
                jwt("support-agent"),
                "Authorization",
                token,
                "X-Omnia-Claim-Team",
                "forged",
                "X-Omnia-Agent-Name",
                "forged",
                "X-Omnia-Provider",
                "forged",
                "X-Omnia-Model",
                "forged",
                "X-Omnia-Param-Temperature",
                "forged"));
        assertThat(caller.headers())
                .containsExactly(
                        Map.entry("X-Omnia-User-Id", "user-1"),
                        Map.entry("X-Omnia-User-Roles", "agent,lead"),
                        Map.entry("X-Omnia-User-Email", "u@example.com"),
                        Map.entry("X-Omnia-Claim-Limit", "1000000"),
                        Map.entry("X-Omnia-Claim-Team", "support"));
        assertThat(caller.identity())
                .isEqualTo(new Identity(
                        "user-1",
                        "u@example.com",
                        List.of("agent", "lead"),
                        Map.of("team", "support", "limit", "1000000"),
                        "https://issuer"));
    }

    @Test
    void anAbsentClaimIsAnAbsentHeaderAlsoWhenTheClientSentOne() {
        Caller caller = caller(
                present(jwt("support-agent"), "Authorization", bearer(Map.of()), "X-Omnia-Claim-Team", "forged"));
        assertThat(caller.headers()).doesNotContainKey("X-Omnia-Claim-Team");
        assertThat(caller.identity().claims()).isEmpty();
    }

    @Test
    void theAgentIsTheDoorsElseOneOfTheTokensClaimsInOrder() {
        Map<String, Object> all = Map.of("act", Map.of("sub", "acting"), "azp", "party", "client_id", "client");
        assertThat(caller(present(jwt("doors"), "Authorization", bearer(all))).agent())
                .isEqualTo("doors");
        assertThat(caller(present(jwt(null), "Authorization", bearer(all))).agent())
                .isEqualTo("acting");
        assertThat(caller(present(jwt(null), "Authorization", bearer(Map.of("azp", "party", "client_id", "client"))))
                        .agent())
                .isEqualTo("party");
        assertThat(caller(present(jwt(null), "Authorization", bearer(Map.of("client_id", "client"))))
                        .agent())
                .isEqualTo("client");
        assertThat(caller(present(jwt(null), "Authorization", bearer(Map.of()), "X-Omnia-Agent-Name", "x"))
                        .agent())
                .isEmpty();
    }

    @Test
    void needsABearerToken() {
        for (String header : List.of("", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearerx y")) {
            assertThat(present(jwt("a"), "Authorization", header))
                    .isEqualTo(new Rejected("a bearer token is required"));
        }
        assertThat(present(jwt("a"))).isEqualTo(new Rejected("a bearer token is required"));
        String lower = bearer(Map.of()).replace("Bearer", "bearer");
        assertThat(present(jwt("a"), "Authorization", lower)).isInstanceOf(Accepted.class);
    }

    @Test
    void theRequestIsTheDoorsAndTheSessionTheTokens() {
        String[] forged = {"X-Omnia-Request-Id", "forged-1", "X-Omnia-Session-Id", "approved-by-a-human"};
        Caller without = caller(
                present(jwt("a"), "Authorization", bearer(Map.of()), forged[0], forged[1], forged[2], forged[3]));
        assertThat(without.requestId()).matches("[0-9a-f]{32}");
        assertThat(without.session()).isEmpty();
        assertThat(without.headers()).doesNotContainKey("X-Omnia-Session-Id");
        Caller with = caller(present(
                jwt("a"), "Authorization", bearer(Map.of("sid", "s+7/=")), forged[0], forged[1], forged[2], forged[3]));
        assertThat(with.session()).isEqualTo("s+7/=");
        assertThat(with.headers()).containsEntry("X-Omnia-Session-Id", "s+7/=");
    }

    @Test
    void aSessionThatNoHeaderCanHoldIsNone() {
        for (Object odd :
                List.of("a\r\nb", "\u00fc", " s", "x".repeat(8193), 7, true, List.of("s"), Map.of("s", "s"))) {
            Caller caller = caller(present(jwt("a"), "Authorization", bearer(Map.of("sid", odd))));
            assertThat(caller.session()).as(odd.toString()).isEmpty();
            assertThat(caller.headers()).doesNotContainKey("X-Omnia-Session-Id");
        }
    }

    @Test
    void refusesAClaimThatNoHeaderCanHold() {
        assertThat(present(jwt("support-agent"), "Authorization", bearer(Map.of("team", "a\r\nb"))))
                .isEqualTo(new Malformed("the value of `X-Omnia-Claim-Team` is no legal header value"));
        assertThat(present(jwt("support-agent"), "Authorization", bearer(Map.of("sub", "ü"))))
                .isEqualTo(new Malformed("the value of `X-Omnia-User-Id` is no legal header value"));
        assertThat(present(jwt("a"), "Authorization", bearer(Map.of("roles", List.of("viewer,admin")))))
                .as("a role that would read as two")
                .isEqualTo(new Malformed("the value of `X-Omnia-User-Roles` is no legal header value"));
    }

    @Test
    void readsRolesAndEmailFromNestedClaims() {
        UserClaims names = new UserClaims("uid", "realm_access.roles", "https://x/email");
        Identity identity = names.identity(
                Map.of(
                        "uid",
                        1_000_000L,
                        "realm_access",
                        Map.of("roles", List.of("a", 7L)),
                        "https://x/email",
                        "u@example.com"),
                Map.of());
        assertThat(identity).isEqualTo(new Identity("1000000", "u@example.com", List.of("a", "7"), Map.of(), ""));
    }

    // ---- headers

    @Test
    void trustsPlainHeadersInModeHeaders() {
        Caller caller = caller(present(
                new HeadersAuthenticator("production", null),
                "x-omnia-agent-name",
                "support-agent",
                "X-OMNIA-CLAIM-TEAM",
                "support",
                "X-Omnia-Param-temperature",
                "0.5",
                "X-Omnia-User-Roles",
                "a, b",
                "X-Omnia-Request-Id",
                "r-1",
                "X-Omnia-Tool-Name",
                "process_refund",
                "X-Omnia-Context",
                "x",
                "X-Omnia-Unknown",
                "x"));
        assertThat(caller.headers())
                .containsExactly(
                        Map.entry("X-Omnia-Claim-Team", "support"),
                        Map.entry("X-Omnia-Param-Temperature", "0.5"),
                        Map.entry("X-Omnia-User-Roles", "a,b"));
        assertThat(caller.identity()).isEqualTo(new Identity("", "", List.of("a", "b"), Map.of("team", "support"), ""));
    }

    @Test
    void refusesAnotherNamespaceOrAgentInModeHeaders() {
        assertThat(present(new HeadersAuthenticator("production", null), "X-Omnia-Namespace", "staging"))
                .isEqualTo(new Rejected("the request is for another namespace"));
        assertThat(present(new HeadersAuthenticator("production", "one"), "X-Omnia-Agent-Name", "two"))
                .isEqualTo(new Rejected("the request is of another agent"));
    }

    @Test
    void knowsOurHeadersInEverySpelling() {
        for (String name : List.of("X-Omnia-Claim-Team", "x-omnia-anything", "X_OMNIA_CLAIM_TEAM", "x_Omnia-Context")) {
            assertThat(OmniaHeaders.isOurs(name)).as(name).isTrue();
        }
        for (String name : List.of("X-Omni", "X-Omniax", "Y-Omnia-Claim-Team", "")) {
            assertThat(OmniaHeaders.isOurs(name)).as(name).isFalse();
        }
    }
}
