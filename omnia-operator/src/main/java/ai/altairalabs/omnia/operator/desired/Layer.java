package ai.altairalabs.omnia.operator.desired;

/** What stands between an agent and a tool, and enforces. */
public enum Layer {
    /** Our proxy, in the tool's pod. */
    POLICY_PROXY("PolicyProxy"),
    /** Istio's proxy, in the tool's pod or in front of its Service. */
    ISTIO("Istio");

    private final String title;

    Layer(String title) {
        this.title = title;
    }

    /** As in a condition's reason. */
    public String title() {
        return title;
    }
}
