package ai.altairalabs.omnia.core.policy;

/** The kinds of resources, with the names that people use for them. */
public enum Kind {
    AGENT_POLICY("AgentPolicy", "agentpolicies", "agentpolicy", "ap"),
    TOOL_POLICY("ToolPolicy", "toolpolicies", "toolpolicy", "tp"),
    TOOL_REGISTRY("ToolRegistry", "toolregistries", "toolregistry", "tr"),
    AGENT_RUNTIME("AgentRuntime", "agentruntimes", "agentruntime", "ar");

    private final String title;
    private final String plural;
    private final String singular;
    private final String shortName;

    Kind(String title, String plural, String singular, String shortName) {
        this.title = title;
        this.plural = plural;
        this.singular = singular;
        this.shortName = shortName;
    }

    /** As in a manifest's {@code kind}. */
    public String title() {
        return title;
    }

    /** As in {@code omnia get agentpolicies}. */
    public String plural() {
        return plural;
    }

    /** As in {@code agentpolicy.omnia.altairalabs.ai/NAME}. */
    public String singular() {
        return singular;
    }

    /** The two-letter name. */
    public String shortName() {
        return shortName;
    }
}
