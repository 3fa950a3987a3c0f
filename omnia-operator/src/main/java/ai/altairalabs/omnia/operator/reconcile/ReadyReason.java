package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;

/** What the condition {@code Ready} says beside what {@code Accepted} and {@code Enforced} say. */
public enum ReadyReason {
    IN_FORCE("InForce", true, "the policy is in force at every door within a second"),
    TOOLS_FOUND("ToolsFound", true, "the ToolRegistry's tools are served where it says, as far as can be seen"),
    TOOLS_MISSING("ToolsMissing", false, "the ToolRegistry names a Service that is not there"),
    RUNNING("Running", true, "a pod of the agent takes requests"),
    PODS_PENDING("PodsPending", false, "no pod of the agent takes requests yet");

    private final String title;
    private final boolean status;
    private final String meaning;

    ReadyReason(String title, boolean status, String meaning) {
        this.title = title;
        this.status = status;
        this.meaning = meaning;
    }

    /** As in a condition. */
    public String title() {
        return title;
    }

    /** Whether {@code Ready} is {@code True} with it. */
    public boolean status() {
        return status;
    }

    /** What it says, for people. */
    public String meaning() {
        return meaning;
    }

    /** The condition. */
    Condition condition() {
        return with(meaning);
    }

    /** The condition, with a message that says more. */
    Condition with(String message) {
        return new Condition("Ready", status, title, message);
    }
}
