package ai.altairalabs.omnia.operator.desired;

/** Why something does not enforce, or not quite as written: one word of a condition's {@code reason}. */
public enum Reason {
    ISTIO_MISSING("IstioMissing", "the cluster has none of Istio's kinds"),
    WAYPOINT_MISSING("WaypointMissing", "ambient: no waypoint takes the traffic of the tool's Service"),
    MTLS_NOT_STRICT("MtlsNotStrict", "callers without mutual TLS get in"),
    SIDECAR_MISSING("SidecarMissing", "a pod of the tool has no proxy that could enforce"),
    SHARED_SERVICE_ACCOUNT(
            "SharedServiceAccount", "two agents, or an agent and something else, run as one service account", true),
    NO_WORKLOAD("NoWorkload", "no pod runs behind the Service"),
    NUMERIC_TARGET_PORT(
            "NumericTargetPort", "the Service leads to a port by its number, so our proxy cannot take it over"),
    PORT_OPEN("PortOpen", "the tool can be reached past the proxy"),
    EXTERNAL_TOOL("ExternalTool", "the tool is served outside the cluster", true),
    SERVICE_MISSING("ServiceMissing", "the registry names a Service, or a port of one, that is not there", true),
    SERVICE_WITHOUT_SELECTOR("ServiceWithoutSelector", "the Service does not say which pods are behind it", true),
    ENDPOINT_UNKNOWN("EndpointUnknown", "nothing says which requests call the tool", true),
    NO_AGENT("NoAgent", "no AgentRuntime is selected", true),
    NO_TOOL("NoTool", "the registry, or every tool that the policy names in it, is not there", true),
    TOO_LARGE("TooLarge", "the rules would not fit into an object: all calls of the agents are denied there", true),
    POLICY_INVALID("PolicyInvalid", "the policy's manifest has faults", true),
    NAME_TAKEN("NameTaken", "an object of the same name is there and is not ours"),
    NOT_APPLIED("NotApplied", "an object could not be written"),
    CLAIMS_ONLY("ClaimsOnly", "the policy restricts no tools: claims are mapped by the facade"),
    LEFT_TO_FACADE("LeftToFacade", "a claim or an issuer that Istio cannot handle; the facade does");

    private final String title;
    private final String meaning;
    private final boolean seenInManifests;

    Reason(String title, String meaning) {
        this(title, meaning, false);
    }

    Reason(String title, String meaning, boolean seenInManifests) {
        this.title = title;
        this.meaning = meaning;
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

    /** What it says, for people. */
    public String meaning() {
        return meaning;
    }
}
