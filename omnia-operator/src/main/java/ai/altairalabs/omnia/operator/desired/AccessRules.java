package ai.altairalabs.omnia.operator.desired;

import static ai.altairalabs.omnia.core.call.ToolIdentity.NAME_HEADER;
import static ai.altairalabs.omnia.core.call.ToolIdentity.REGISTRY_HEADER;

import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolAccess;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolAccess.Listing;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolList;
import ai.altairalabs.omnia.operator.istio.DenyRule;
import ai.altairalabs.omnia.operator.istio.DenyRule.HeaderCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a policy denies its agents at one workload. Together the rules let a request through exactly when its method and
 * path are those of one registered and allowed tool, and its two headers name that tool.
 */
final class AccessRules {
    private static final Comparator<ToolEndpoint> ORDER = Comparator.comparing(ToolEndpoint::path)
            .thenComparing(ToolEndpoint::method)
            .thenComparing(ToolEndpoint::registry)
            .thenComparing(ToolEndpoint::tool);

    private final ToolAccess access;
    private final List<ToolEndpoint> all;
    private final List<ToolEndpoint> allowed;
    private final List<ToolEndpoint> others;

    private AccessRules(ToolAccess access, Collection<ToolEndpoint> endpoints) {
        this.access = access;
        this.all = endpoints.stream()
                .filter(ToolEndpoint::expressible)
                .distinct()
                .sorted(ORDER)
                .toList();
        this.allowed = all.stream().filter(this::isAllowed).toList();
        this.others = all.stream().filter(one -> !isAllowed(one)).toList();
    }

    /**
     * The rules.
     *
     * @param endpoints of all tools that the workload serves
     */
    static List<DenyRule> of(ToolAccess access, Collection<ToolEndpoint> endpoints) {
        return new AccessRules(access, endpoints).rules();
    }

    /** Listed as allowed, and not to be confused with another tool at the same endpoint. */
    private boolean isAllowed(ToolEndpoint endpoint) {
        return access.allows(endpoint.registry(), endpoint.tool())
                && all.stream()
                        .noneMatch(other -> other.fixed() == endpoint.fixed()
                                && other.method().equals(endpoint.method())
                                && other.path().equals(endpoint.path())
                                && !other.sameTool(endpoint));
    }

    private List<DenyRule> rules() {
        if (allowed.isEmpty()) {
            return List.of(DenyRule.EVERYTHING);
        }
        List<DenyRule> rules = new ArrayList<>();
        headers(rules);
        endpoints(rules);
        for (ToolEndpoint other : others) {
            if (access.listing() == Listing.DENYLIST || allowed.stream().anyMatch(other::overlaps)) {
                rules.add(at(other.method(), List.of(other), List.of()));
            }
        }
        names(rules);
        return rules;
    }

    /** What the two headers must say, whatever the endpoint. */
    private void headers(List<DenyRule> rules) {
        if (access.listing() == Listing.DENYLIST) {
            for (ToolList list : access.rules()) {
                rules.add(DenyRule.ifHeader(
                        HeaderCondition.says(NAME_HEADER, List.copyOf(list.tools())),
                        HeaderCondition.says(REGISTRY_HEADER, List.of(list.registry()))));
            }
            rules.add(DenyRule.ifHeader(HeaderCondition.absent(NAME_HEADER)));
            rules.add(DenyRule.ifHeader(HeaderCondition.absent(REGISTRY_HEADER)));
            return;
        }
        rules.add(DenyRule.ifHeader(HeaderCondition.saysNone(
                NAME_HEADER, allowed.stream().map(ToolEndpoint::tool).toList())));
        rules.add(DenyRule.ifHeader(HeaderCondition.saysNone(
                REGISTRY_HEADER, allowed.stream().map(ToolEndpoint::registry).toList())));
    }

    /** Methods and paths of no allowed tool. */
    private void endpoints(List<DenyRule> rules) {
        Set<String> methods = allowed.stream().map(ToolEndpoint::method).collect(Collectors.toCollection(TreeSet::new));
        rules.add(new DenyRule(List.of(), List.copyOf(methods), List.of(), List.of(), List.of(), List.of()));
        for (String method : methods) {
            List<String> paths = allowed.stream()
                    .filter(one -> one.method().equals(method))
                    .map(ToolEndpoint::path)
                    .toList();
            rules.add(new DenyRule(List.of(method), List.of(), List.of(), paths, List.of(), List.of()));
        }
    }

    /** At a tool's endpoint, headers that name another tool. */
    private void names(List<DenyRule> rules) {
        Map<String, List<ToolEndpoint>> groups = new TreeMap<>();
        for (ToolEndpoint one : allowed) {
            // Paths with holes stand alone: each has its own exceptions.
            String group =
                    one.registry() + "\n" + one.tool() + "\n" + one.method() + (one.fixed() ? "" : "\n" + one.path());
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(one);
        }
        boolean oneTool = headersSay(ToolEndpoint::tool);
        boolean oneRegistry = headersSay(ToolEndpoint::registry);
        for (List<ToolEndpoint> group : groups.values()) {
            ToolEndpoint first = group.getFirst();
            if (!oneTool) {
                rules.add(at(
                        first.method(), group, List.of(HeaderCondition.saysNone(NAME_HEADER, List.of(first.tool())))));
            }
            if (!oneRegistry) {
                rules.add(at(
                        first.method(),
                        group,
                        List.of(HeaderCondition.saysNone(REGISTRY_HEADER, List.of(first.registry())))));
            }
        }
    }

    /** Whether the rules on headers alone leave only one value. */
    private boolean headersSay(Function<ToolEndpoint, String> what) {
        return access.listing() == Listing.ALLOWLIST
                && allowed.stream().map(what).distinct().count() == 1;
    }

    /** Denies at these endpoints of one method, except where a fixed path is another endpoint. */
    private DenyRule at(String method, List<ToolEndpoint> endpoints, List<HeaderCondition> when) {
        List<String> except = new ArrayList<>();
        for (ToolEndpoint endpoint : endpoints) {
            if (!endpoint.fixed()) {
                all.stream()
                        .filter(other -> other.fixed() && other.overlaps(endpoint))
                        .forEach(other -> except.add(other.path()));
            }
        }
        return new DenyRule(
                List.of(method),
                List.of(),
                endpoints.stream().map(ToolEndpoint::path).toList(),
                except,
                List.of(),
                when);
    }
}
