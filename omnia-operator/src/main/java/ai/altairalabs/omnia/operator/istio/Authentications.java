package ai.altairalabs.omnia.operator.istio;

import ai.altairalabs.omnia.core.policy.AgentPolicy.ForwardClaim;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth.Oidc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code spec} of the objects by which Istio says who is calling. */
public final class Authentications {
    /** Group and version. */
    public static final String API_VERSION = "security.istio.io/v1";

    /** The kind for users' tokens. */
    public static final String REQUEST = "RequestAuthentication";

    /** The kind for mutual TLS. */
    public static final String PEER = "PeerAuthentication";

    /** Where the facade takes a token from, a browser's WebSocket included. */
    private static final List<Map<String, Object>> LOCATIONS =
            List.of(location("Authorization", "Bearer "), location("Sec-WebSocket-Protocol", "omnia.bearer, "));

    private Authentications() {}

    /**
     * Tokens of an issuer, whose keys Istio finds by the issuer's discovery document. The token stays in the request:
     * the
     * facade verifies it again.
     */
    public static Map<String, Object> tokens(Attachment attachment, Oidc oidc, List<ForwardClaim> claims) {
        List<Map<String, Object>> headers = new ArrayList<>();
        for (ForwardClaim claim : claims) {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("header", claim.header());
            header.put("claim", claim.claim());
            headers.add(header);
        }
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("issuer", oidc.issuer());
        rule.put("audiences", List.of(oidc.audience()));
        rule.put("forwardOriginalToken", true);
        rule.put("fromHeaders", LOCATIONS);
        if (!headers.isEmpty()) {
            rule.put("outputClaimToHeaders", headers);
        }
        Map<String, Object> spec = new LinkedHashMap<>(attachment.spec());
        spec.put("jwtRules", List.of(rule));
        return spec;
    }

    /** Only callers with mutual TLS. */
    public static Map<String, Object> strictMtls(Attachment.ToPods attachment) {
        Map<String, Object> spec = new LinkedHashMap<>(attachment.spec());
        spec.put("mtls", Map.of("mode", "STRICT"));
        return spec;
    }

    private static Map<String, Object> location(String name, String prefix) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("name", name);
        location.put("prefix", prefix);
        return location;
    }
}
