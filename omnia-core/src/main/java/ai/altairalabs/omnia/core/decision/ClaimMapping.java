package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ForwardClaim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of a user travel with an agent's calls: the union over all AgentPolicies that select the agent. A header
 * that two policies fill from different claims is a conflict, and is filled by neither (semantics, section 3).
 */
public final class ClaimMapping {
    /** What stands for a null that was found: an object, which maps to nothing either. */
    private static final Object DOES_NOT_MAP = Map.of();

    private final List<ForwardClaim> claims;
    private final Set<String> conflicts;

    private ClaimMapping(List<ForwardClaim> claims, Set<String> conflicts) {
        this.claims = List.copyOf(claims);
        this.conflicts = Set.copyOf(conflicts);
    }

    /** The mapping that these policies make together; their order does not matter. */
    static ClaimMapping union(Collection<AgentPolicy> policies) {
        Map<String, ForwardClaim> byHeader = new TreeMap<>();
        Set<String> conflicts = new TreeSet<>();
        for (AgentPolicy policy : policies) {
            for (ForwardClaim claim : policy.forwardClaims()) {
                String header = claim.header().toLowerCase(Locale.ROOT);
                ForwardClaim earlier = byHeader.putIfAbsent(header, claim);
                if (earlier != null && !earlier.claim().equals(claim.claim())) {
                    conflicts.add(header);
                }
            }
        }
        conflicts.forEach(byHeader::remove);
        return new ClaimMapping(List.copyOf(byHeader.values()), conflicts);
    }

    /** What travels, sorted by header; what is in conflict is left out. */
    public List<ForwardClaim> claims() {
        return claims;
    }

    /** Names of the headers, in lower case, that two policies fill from different claims. */
    public Set<String> conflicts() {
        return conflicts;
    }

    /** What travels of this verified token. */
    public MappedClaims apply(Map<String, ?> token) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> illegal = new ArrayList<>();
        for (ForwardClaim claim : claims) {
            String text = text(find(token, claim.claim()));
            if (text == null) {
                continue;
            }
            if (!HeaderText.isValue(text)) {
                illegal.add(claim.header());
                continue;
            }
            headers.put(claim.header(), text);
            texts.put(claim.claim(), text);
        }
        return new MappedClaims(headers, texts, illegal);
    }

    /** The claims that these headers stand for, by the name that the mapping gives. */
    public Map<String, String> claimsFromHeaders(Headers headers) {
        Map<String, String> texts = HashMap.newHashMap(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            ForwardClaim claim = claims.get(i);
            String text = headers.get(claim.header());
            if (text != null) {
                texts.put(claim.claim(), text);
            }
        }
        return texts;
    }

    /** The value at a dot path; at each level a literal key with dots wins over a path, whatever it holds. */
    private static @Nullable Object find(Map<?, ?> level, String path) {
        if (level.containsKey(path)) {
            return Objects.requireNonNullElse(level.get(path), DOES_NOT_MAP);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (level.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                Object found = find(inner, path.substring(dot + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable Object value) {
        if (!(value instanceof Collection<?> list)) {
            return HeaderText.ofScalar(value);
        }
        List<String> items = new ArrayList<>(list.size());
        for (Object item : list) {
            String text = HeaderText.ofScalar(item);
            if (text == null) {
                return null;
            }
            items.add(text);
        }
        return String.join(",", items);
    }
}
