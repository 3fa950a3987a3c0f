package ai.altairalabs.omnia.operator.desired;

/** Why something does not enforce, or not quite as written: one word of a condition's {@code reason}. */
public enum Reason {
    ISTIO_MISSING(
            "IstioMissing", "the cluster has none of Istio's kinds", "install Istio, or rely on `policy-proxy` alone"),
    WAYPOINT_MISSING(
            "WaypointMissing",
            "ambient: no running waypoint takes the traffic of the tool's Service",
            "run `istioctl waypoint apply` for the namespace"),
    MTLS_NOT_STRICT(
            "MtlsNotStrict",
            "callers without mutual TLS get in",
            "make a strict PeerAuthentication, or set `mesh.createPeerAuthentication=true`"),
    SIDECAR_MISSING(
            "SidecarMissing",
            "a pod of the tool has no `policy-proxy`, or no `istio-proxy`",
            "label the namespace, and restart the pod, so that it is added"),
    SHARED_SERVICE_ACCOUNT(
            "SharedServiceAccount",
            "two agents, or an agent and something else, run as one service account: Istio cannot tell them apart",
            "give each a service account of its own",
            true),
    NO_WORKLOAD("NoWorkload", "no pod runs behind the Service", "start it, or correct the Service's selector"),
    NUMERIC_TARGET_PORT(
            "NumericTargetPort",
            "the Service leads to a port by its number, so `policy-proxy` cannot take it over",
            "name the container's port, and write that name as `targetPort`"),
    PORT_OPEN(
            "PortOpen",
            "the tool can be reached past its proxy",
            "Istio, or `mesh.networkPolicies=true` where the network enforces them; the message names the port"),
    EXTERNAL_TOOL(
            "ExternalTool",
            "the tool is served outside the cluster",
            "put a Service with a `policy-proxy` in front of it",
            true),
    SERVICE_MISSING(
            "ServiceMissing",
            "the registry names a Service, or a port of one, that is not there",
            "correct the Service or the ToolRegistry",
            true),
    SERVICE_WITHOUT_SELECTOR(
            "ServiceWithoutSelector",
            "the Service does not say which pods are behind it",
            "give the Service a selector",
            true),
    ENDPOINT_UNKNOWN(
            "EndpointUnknown",
            "nothing says which requests call the tool, or Istio cannot be told exactly: it denies them",
            "use a handler of type `http` with a plain path",
            true),
    NO_AGENT(
            "NoAgent",
            "no AgentRuntime is selected, and no pod says as whom the agent runs",
            "create the AgentRuntime, or correct the selector",
            true),
    NO_TOOL(
            "NoTool",
            "the registry, or every tool that the policy names in it, is not there",
            "create them, or correct the selector",
            true),
    TOO_LARGE(
            "TooLarge",
            "the rules would not fit into an object: all calls of the agents are denied there",
            "serve fewer tools behind one Service, or split the policy",
            true),
    POLICY_INVALID(
            "PolicyInvalid",
            "the policy's manifest has faults, and the operator knows no good version of it; what was made for it stays",
            "see `Accepted`, or `omnia validate`",
            true),
    NAME_TAKEN(
            "NameTaken",
            "an object of the same name is there and is not the operator's",
            "rename or remove it; the message names it"),
    NOT_APPLIED("NotApplied", "an object could not be written", "the message says why; it is tried again"),
    CLAIMS_ONLY("ClaimsOnly", "the policy restricts no tools: claims are mapped by the facade", "");

    private final String title;
    private final String meaning;
    private final String advice;
    private final boolean seenInManifests;

    Reason(String title, String meaning, String advice) {
        this(title, meaning, advice, false);
    }

    Reason(String title, String meaning, String advice, boolean seenInManifests) {
        this.title = title;
        this.meaning = meaning;
        this.advice = advice;
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

    /** What to do about it in general; empty: nothing. A {@link Note} says it of one case. */
    public String advice() {
        return advice;
    }
}
