package ai.altairalabs.omnia.operator.desired;

/** Why something does not enforce, or not quite as written: one word of a condition's {@code reason}. */
public enum Reason {
    /** The cluster has none of Istio's kinds. */
    ISTIO_MISSING("IstioMissing"),
    /** Ambient: no waypoint takes the traffic of the tool's Service. */
    WAYPOINT_MISSING("WaypointMissing"),
    /** Callers without mutual TLS get in. */
    MTLS_NOT_STRICT("MtlsNotStrict"),
    /** A pod of the tool has no proxy that could enforce. */
    SIDECAR_MISSING("SidecarMissing"),
    /** Two agents, or an agent and something else, run as one service account. */
    SHARED_SERVICE_ACCOUNT("SharedServiceAccount", true),
    /** No pod runs behind the Service. */
    NO_WORKLOAD("NoWorkload"),
    /** The Service leads to a port by its number, so our proxy cannot take it over. */
    NUMERIC_TARGET_PORT("NumericTargetPort"),
    /** The tool can be reached past the proxy. */
    PORT_OPEN("PortOpen"),
    /** The tool is served outside the cluster. */
    EXTERNAL_TOOL("ExternalTool", true),
    /** The registry names a Service, or a port of one, that is not there. */
    SERVICE_MISSING("ServiceMissing", true),
    /** The Service does not say which pods are behind it. */
    SERVICE_WITHOUT_SELECTOR("ServiceWithoutSelector", true),
    /** Nothing says which requests call the tool. */
    ENDPOINT_UNKNOWN("EndpointUnknown", true),
    /** No AgentRuntime is selected. */
    NO_AGENT("NoAgent", true),
    /** The registry, or every tool that the policy names in it, is not there. */
    NO_TOOL("NoTool", true),
    /** The rules would not fit into an object: all calls of the agents are denied there. */
    TOO_LARGE("TooLarge", true),
    /** The policy's manifest has faults. */
    POLICY_INVALID("PolicyInvalid", true),
    /** An object of the same name is there and is not ours. */
    NAME_TAKEN("NameTaken"),
    /** An object could not be written. */
    NOT_APPLIED("NotApplied"),
    /** The policy restricts no tools: claims are mapped by the facade. */
    CLAIMS_ONLY("ClaimsOnly"),
    /** A claim or an issuer that Istio cannot handle; the facade does. */
    LEFT_TO_FACADE("LeftToFacade");

    private final String title;
    private final boolean seenInManifests;

    Reason(String title) {
        this(title, false);
    }

    Reason(String title, boolean seenInManifests) {
        this.title = title;
        this.seenInManifests = seenInManifests;
    }

    /** Whether manifests alone show it, without a cluster. */
    public boolean seenInManifests() {
        return seenInManifests;
    }

    /** As in a condition. */
    public String title() {
        return title;
    }
}
