package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Doubts about a policy's expressions in the light of its tools' input schemas: a misspelt field never matches. */
final class SchemaCheck {
    private SchemaCheck() {}

    /** Adds a warning for each field of the body that no selected tool's schema knows. */
    static void check(CompiledToolPolicy compiled, Collection<Resource> resources, Collection<Problem> problems) {
        if (compiled.bodyFields().isEmpty()) {
            return;
        }
        ToolPolicy policy = compiled.policy();
        Set<String> known = new TreeSet<>();
        boolean found = false;
        for (Resource resource : resources) {
            if (resource instanceof ToolRegistry registry
                    && registry.name().namespace().equals(policy.name().namespace())) {
                for (ToolRegistry.Handler handler : registry.handlers()) {
                    if (handler.target() instanceof Target.Http http
                            && policy.selects(
                                    registry.name().name(), http.tool().name())) {
                        if (!(http.tool().inputSchema().get("properties") instanceof Map<?, ?> properties)) {
                            return;
                        }
                        found = true;
                        properties.keySet().forEach(name -> known.add(String.valueOf(name)));
                    }
                }
            }
        }
        if (!found) {
            return;
        }
        for (ToolPolicy.Rule rule : policy.rules()) {
            for (String field : new TreeSet<>(compiled.bodyFields(rule))) {
                if (!known.contains(field)) {
                    String near = Words.nearest(field, known);
                    problems.add(Problem.warning(
                            rule.cel().origin().at(1, 1),
                            "the input schema of the tool has no field " + Words.quote(field),
                            near == null ? "the fields are " + Words.allOf(known) : "write " + Words.quote(near)));
                }
            }
        }
    }
}
