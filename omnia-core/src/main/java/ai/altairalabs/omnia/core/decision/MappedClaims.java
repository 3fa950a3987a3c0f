package ai.altairalabs.omnia.core.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What travels of a user's token.
 *
 * @param headers header name, as the policy writes it, to its text
 * @param claims claim, as the policy names it, to its text
 * @param illegal headers whose claim holds a text that is no legal header value: the request must be refused
 */
public record MappedClaims(Map<String, String> headers, Map<String, String> claims, List<String> illegal) {
    public MappedClaims {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
        illegal = List.copyOf(illegal);
    }
}
