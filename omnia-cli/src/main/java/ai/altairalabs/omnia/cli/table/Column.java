package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.core.policy.Kind;
import java.util.List;

/**
 * A column of {@code omnia get}. The same columns stand in the CRDs.
 *
 * @param title in capitals
 * @param path where its value stands in the resource: {@code .status.phase}; a condition by its type:
 *     {@code .status.conditions[Ready]}; a list shows comma-joined
 * @param wide shown with {@code -o wide} only
 */
public record Column(String title, String path, boolean wide) {
    private static final Column AGE = always("AGE", ".metadata.creationTimestamp");

    /** The columns of a kind, without NAMESPACE and NAME. */
    public static List<Column> of(Kind kind) {
        return switch (kind) {
            case AGENT_POLICY ->
                List.of(
                        always("MODE", ".spec.mode"),
                        always("PHASE", ".status.phase"),
                        always("MATCHED", ".status.matchedAgents"),
                        AGE,
                        wide("AGENTS", ".spec.selector.agents"),
                        wide("READY", ".status.conditions[Ready]"),
                        wide("ENFORCED", ".status.conditions[Enforced]"));
            case TOOL_POLICY ->
                List.of(
                        always("REGISTRY", ".spec.selector.registry"),
                        always("MODE", ".spec.mode"),
                        always("PHASE", ".status.phase"),
                        always("RULES", ".status.ruleCount"),
                        AGE,
                        wide("TOOLS", ".spec.selector.tools"),
                        wide("READY", ".status.conditions[Ready]"),
                        wide("ENFORCED", ".status.conditions[Enforced]"));
            case TOOL_REGISTRY ->
                List.of(always("TOOLS", ".status.discoveredToolsCount"), always("PHASE", ".status.phase"), AGE);
            case AGENT_RUNTIME ->
                List.of(
                        always("PHASE", ".status.phase"),
                        always("READY", ".status.conditions[Ready]"),
                        always("VERSION", ".status.version"),
                        AGE,
                        wide("REGISTRY", ".spec.toolRegistryRef.name"),
                        wide("ENDPOINT", ".status.serviceEndpoint"));
        };
    }

    private static Column always(String title, String path) {
        return new Column(title, path, false);
    }

    private static Column wide(String title, String path) {
        return new Column(title, path, true);
    }
}
