package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Required claims that no header brings: then the policy refuses every call. */
final class UnmappedClaims {
    private static final String PREFIX = "X-Omnia-Claim-";

    /** What AgentPolicies map, by namespace: claims as their headers name them, in lower case and as written. */
    private final Map<String, Map<String, String>> mapped = new HashMap<>();

    /** Whether all mappings could be read. */
    private boolean whole = true;

    private UnmappedClaims() {}

    static List<Problem> of(List<ReadDocument> documents) {
        UnmappedClaims claims = new UnmappedClaims();
        documents.forEach(claims::take);
        List<Problem> problems = new ArrayList<>();
        for (ReadDocument document : documents) {
            if (document.resource() instanceof ToolPolicy policy) {
                Map<String, String> names =
                        claims.mapped.getOrDefault(policy.name().namespace(), Map.of());
                for (Node claim : items(document.at("spec", "requiredClaims"))) {
                    claims.look(claim.get("claim"), names, policy.name().namespace(), problems);
                }
            }
        }
        return problems;
    }

    /** A manifest with faults maps what it says, as far as it can be read. */
    private void take(ReadDocument document) {
        Kind kind = document.kind();
        if (kind == null) {
            whole = false;
        }
        if (kind != Kind.AGENT_POLICY) {
            return;
        }
        ResourceName name = document.name();
        if (name == null) {
            whole = false;
            return;
        }
        for (Node mapping : items(document.at("spec", "claimMapping", "forwardClaims"))) {
            if (mapping.get("header") instanceof Node.Scalar header && startsWithPrefix(header.text())) {
                String claim = header.text().substring(PREFIX.length());
                mapped.computeIfAbsent(name.namespace(), _ -> new TreeMap<>())
                        .put(claim.toLowerCase(Locale.ROOT), claim);
            }
        }
    }

    private void look(@Nullable Node claim, Map<String, String> names, String namespace, List<Problem> problems) {
        if (!(claim instanceof Node.Scalar written)
                || names.containsKey(written.text().toLowerCase(Locale.ROOT))) {
            return;
        }
        String name = written.text();
        if (startsWithPrefix(name) && name.length() > PREFIX.length()) {
            problems.add(Problem.warning(
                    claim.place(),
                    Words.quote(name) + " needs the header " + Words.quote(PREFIX + name),
                    "write " + Words.quote(name.substring(PREFIX.length()))));
            return;
        }
        if (mapped.isEmpty() || !whole) {
            return;
        }
        String nearest = Words.nearest(name, names.values());
        problems.add(Problem.warning(
                claim.place(),
                "no AgentPolicy of the namespace " + Words.quote(namespace) + " maps a claim to "
                        + Words.quote(PREFIX + name) + ": every call is refused",
                nearest == null
                        ? "map one by `claimMapping`, or leave the claim out"
                        : "write " + Words.quote(nearest)));
    }

    private static boolean startsWithPrefix(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    private static List<Node> items(@Nullable Node node) {
        return node instanceof Node.Sequence sequence ? sequence.items() : List.of();
    }
}
