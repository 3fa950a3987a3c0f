package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ForwardClaim;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One header from two different claims on one agent: neither maps (semantics, section 3). */
final class ClaimConflicts {
    private ClaimConflicts() {}

    /** Where a header of a namespace is mapped. */
    private record Header(String namespace, String lowerCase) {}

    private record Mapping(AgentPolicy policy, ForwardClaim claim) {}

    /** The mappings of one header: the first of each claim, for all policies, those of all agents, and each agent's. */
    private static final class Mappings {
        private final Map<String, Mapping> any = new LinkedHashMap<>();
        private final Map<String, Mapping> everyAgent = new LinkedHashMap<>();
        private final Map<String, Map<String, Mapping>> byAgent = new HashMap<>();

        void add(Mapping mapping) {
            String claim = mapping.claim.claim();
            any.putIfAbsent(claim, mapping);
            if (mapping.policy.agents().isEmpty()) {
                everyAgent.putIfAbsent(claim, mapping);
            }
            for (String agent : mapping.policy.agents()) {
                byAgent.computeIfAbsent(agent, _ -> new LinkedHashMap<>()).putIfAbsent(claim, mapping);
            }
        }

        /** A mapping from another claim that meets this one on some agent; null: none does. */
        @Nullable
        Mapping rival(Mapping mapping) {
            if (mapping.policy.agents().isEmpty()) {
                return other(any, mapping);
            }
            Mapping rival = other(everyAgent, mapping);
            for (String agent : mapping.policy.agents().stream().sorted().toList()) {
                if (rival == null) {
                    rival = other(byAgent.getOrDefault(agent, Map.of()), mapping);
                }
            }
            return rival;
        }

        private static @Nullable Mapping other(Map<String, Mapping> byClaim, Mapping mapping) {
            for (Map.Entry<String, Mapping> entry : byClaim.entrySet()) {
                if (!entry.getKey().equals(mapping.claim.claim())) {
                    return entry.getValue();
                }
            }
            return null;
        }
    }

    static List<Problem> of(List<ReadDocument> documents) {
        Map<Header, Mappings> headers = new HashMap<>();
        List<Mapping> all = new ArrayList<>();
        for (ReadDocument document : documents) {
            if (document.resource() instanceof AgentPolicy policy) {
                for (ForwardClaim claim : policy.forwardClaims()) {
                    Mapping mapping = new Mapping(policy, claim);
                    all.add(mapping);
                    headers.computeIfAbsent(header(mapping), _ -> new Mappings())
                            .add(mapping);
                }
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (Mapping mapping : all) {
            Mappings mappings = headers.get(header(mapping));
            Mapping rival = mappings == null ? null : mappings.rival(mapping);
            if (rival != null) {
                problems.add(problem(mapping, rival));
            }
        }
        return problems;
    }

    private static Header header(Mapping mapping) {
        return new Header(
                mapping.policy.name().namespace(), mapping.claim.header().toLowerCase(Locale.ROOT));
    }

    private static Problem problem(Mapping mapping, Mapping rival) {
        return Problem.warning(
                mapping.claim.place(),
                Words.quote(mapping.claim.header()) + " comes from the claim " + Words.quote(mapping.claim.claim())
                        + " here and from " + Words.quote(rival.claim.claim()) + " in the AgentPolicy "
                        + Words.quote(rival.policy.name().name()) + ": neither maps",
                "map it from one claim, or use two headers");
    }
}
