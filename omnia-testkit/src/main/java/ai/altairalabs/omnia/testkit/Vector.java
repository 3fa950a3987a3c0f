package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;
import java.util.Objects;

/**
 * One case: policies, a call, and what must become of it. Its file is YAML; {@code vectors/decision.schema.json}
 * describes the format for editors.
 *
 * @param name the file's name without its ending
 * @param source the file
 * @param description one line: what the case shows
 * @param earlier manifests that were in force before {@code policies} were loaded; empty: none
 * @param policies the manifests in force
 * @param faulty whether the manifests in force have faults, on purpose
 * @param call the call
 * @param expect what must become of it
 */
public record Vector(
        String name,
        SourceText source,
        String description,
        List<SourceText> earlier,
        List<SourceText> policies,
        boolean faulty,
        VectorCall call,
        Expectation expect) {
    public Vector {
        Objects.requireNonNull(name);
        Objects.requireNonNull(source);
        Objects.requireNonNull(description);
        earlier = List.copyOf(earlier);
        policies = List.copyOf(policies);
        Objects.requireNonNull(call);
        Objects.requireNonNull(expect);
    }

    /** The same case with other policies. */
    public Vector withPolicies(List<SourceText> policies) {
        return new Vector(name, source, description, earlier, policies, faulty, call, expect);
    }
}
