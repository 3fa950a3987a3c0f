package ai.altairalabs.omnia.operator.objects;

/** Labels, annotations and container names by which the parts of the system know each other in a cluster. */
public final class Marks {
    /** Label of every object that the operator makes; its value is {@link #OPERATOR}. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** The operator's name: as a field manager too. */
    public static final String OPERATOR = "omnia-operator";

    /** Label: the AgentPolicy that an object is made for, shortened where it is too long for a label. */
    public static final String POLICY = "omnia.altairalabs.ai/policy";

    /** Label: that policy's namespace. */
    public static final String POLICY_NAMESPACE = "omnia.altairalabs.ai/policy-namespace";

    /** Label of an agent's pods: the AgentRuntime's name. Also of objects that are made for an agent. */
    public static final String AGENT = "omnia.altairalabs.ai/agent";

    /**
     * Label of a pod that has a {@link #POLICY_PROXY}: the number of the port at which the application itself listens,
     * and
     * which nobody but the proxy may reach. Several are sorted and joined by {@code _}: {@code 8080_9090}.
     */
    public static final String APP_PORT = "omnia.altairalabs.ai/app-port";

    /** Label of namespaces and pods: {@code enabled} where the webhook is to add a {@link #POLICY_PROXY}. */
    public static final String INJECT = "omnia.altairalabs.ai/inject";

    /** The container of our proxy. */
    public static final String POLICY_PROXY = "policy-proxy";

    /** The container of Istio's proxy. */
    public static final String ISTIO_PROXY = "istio-proxy";

    private Marks() {}
}
