package ai.altairalabs.omnia.core.decision;

/** Names of the rules that no author writes (semantics, sections 2, 4 and 5). */
public final class Rules {
    /** An AgentPolicy does not let the agent call the tool. */
    public static final String TOOL_ACCESS = "tool-access";

    /** Nothing trustworthy says which agent calls, and a policy asks. */
    public static final String UNKNOWN_AGENT = "unknown-agent";

    /** The request is no registered tool's. */
    public static final String UNKNOWN_TOOL = "unknown-tool";

    /** The headers name another tool than the endpoint is. */
    public static final String TOOL_MISMATCH = "tool-mismatch";

    /** A policy never compiled, so its tools stay closed. */
    public static final String POLICY_INVALID = "policy-invalid";

    /** Followed by the claim's name as the author wrote it. */
    public static final String REQUIRED_CLAIM = "required-claim:";

    /** Followed by the header's name as the author wrote it: the injection failed. */
    public static final String HEADER_INJECTION = "header-injection:";

    /** The decision point itself failed; the call is refused. */
    public static final String INTERNAL_ERROR = "internal-error";

    /** What the caller is told when an expression failed. */
    static final String EVALUATION_FAILED = "policy evaluation failed";

    private Rules() {}
}
