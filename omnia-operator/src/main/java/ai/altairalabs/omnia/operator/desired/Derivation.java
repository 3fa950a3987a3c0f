package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolAccess;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Puts the parts together: policy by policy, workload by workload. */
final class Derivation {
    private final ClusterView view;
    private final Enforcement enforcement;
    private final MutualTls mutualTls;
    private final Waypoints waypoints;
    private final Map<String, ToolMap> tools = new HashMap<>();
    private final Map<String, Agents> agents = new HashMap<>();
    private final Map<String, DesiredObject> objects = new LinkedHashMap<>();
    private final List<Report> reports = new ArrayList<>();
    private final Map<DesiredObject, Set<Support>> supports = new HashMap<>();
    private final Set<ResourceName> untouched = new TreeSet<>();

    private Derivation(ClusterView view) {
        this.view = view;
        this.enforcement = new Enforcement(view);
        this.mutualTls = new MutualTls(view);
        this.waypoints = new Waypoints(view);
    }

    static Desired of(ClusterView view) {
        Derivation derivation = new Derivation(view);
        view.policies().agentPolicies().forEach(derivation::agentPolicy);
        view.policies().toolPolicies().forEach(derivation::toolPolicy);
        derivation.invalid(Kind.AGENT_POLICY);
        derivation.invalid(Kind.TOOL_POLICY);
        derivation.invalidRegistries();
        new TokenObjects(view).all().forEach(derivation::add);
        derivation.closePorts();
        boolean partial = Stream.of(Kind.AGENT_POLICY, Kind.TOOL_REGISTRY, Kind.AGENT_RUNTIME)
                .anyMatch(kind -> !Hidden.of(view.policies(), kind).isEmpty());
        return new Desired(
                List.copyOf(derivation.objects.values()),
                derivation.reports,
                derivation.supports,
                derivation.untouched,
                partial);
    }

    private ToolMap tools(String namespace) {
        return tools.computeIfAbsent(namespace, name -> ToolMap.of(view, name));
    }

    private Agents agents(String namespace) {
        return agents.computeIfAbsent(namespace, name -> Agents.of(view, name));
    }

    private void agentPolicy(AgentPolicy policy) {
        ToolAccess access = policy.toolAccess();
        String namespace = policy.name().namespace();
        List<Note> notes = new ArrayList<>();
        if (access == null) {
            notes.add(new Note(
                    null, Reason.CLAIMS_ONLY, "the policy restricts no tools; the facade maps its claims", ""));
            reports.add(new Report(Kind.AGENT_POLICY, policy.name(), List.of(), notes));
            return;
        }
        ToolMap map = tools(namespace);
        Agents all = agents(namespace);
        Set<String> selected = all.selected(policy);
        if (selected.isEmpty()) {
            notes.add(new Note(
                    null,
                    Reason.NO_AGENT,
                    "there is no AgentRuntime in the namespace `" + namespace + "`",
                    "create one, or name the agents in `selector.agents`"));
        }
        notes.addAll(all.shared(selected));
        List<String> principals = all.principals(selected);
        List<Note> unseen = all.unseen(selected);
        List<PlaceReport> places = new ArrayList<>();
        for (Workload workload : map.workloads()) {
            List<Note> istio = new ArrayList<>(unseen);
            istio.addAll(access(policy, access, workload, principals, notes));
            places.add(place(workload, istio, principals.isEmpty()));
        }
        map.elsewhere().stream()
                .map(one -> new PlaceReport(one.place(), Set.of(), List.of(one.note())))
                .distinct()
                .forEach(places::add);
        if (places.isEmpty()) {
            notes.add(new Note(
                    null,
                    Reason.NO_TOOL,
                    "no ToolRegistry of the namespace `" + namespace + "` serves a tool in the cluster",
                    "create one"));
        }
        reports.add(new Report(Kind.AGENT_POLICY, policy.name(), places, notes));
    }

    /** Adds the objects of a policy at a workload; says why Istio does not enforce them there. */
    private List<Note> access(
            AgentPolicy policy, ToolAccess access, Workload workload, List<String> principals, List<Note> notes) {
        boolean strict = mutualTls.makes(workload, enforcement.shapes(workload));
        if (strict) {
            support(MutualTls.object(workload), workload, Layer.ISTIO);
        }
        if (!principals.isEmpty()) {
            boolean waypoint =
                    view.mesh().ambient() && workload.services().stream().allMatch(waypoints::takes);
            AccessObjects.Made made = AccessObjects.of(policy, access, workload, principals, view.mesh(), waypoint);
            made.objects().forEach(this::add);
            if (made.tooLarge()) {
                notes.add(new Note(
                        Layer.ISTIO,
                        Reason.TOO_LARGE,
                        "the rules for `" + workload.title() + "` do not fit into an object, so Istio denies all there",
                        "serve fewer tools behind one Service"));
            }
        }
        notes.addAll(unknownEndpoints(access, workload));
        return enforcement.istio(workload, strict);
    }

    /** Tools that the policy lets through and that Istio cannot be told of. */
    private static List<Note> unknownEndpoints(ToolAccess access, Workload workload) {
        List<Note> notes = new ArrayList<>();
        for (ToolEndpoint endpoint : workload.endpoints()) {
            if (!endpoint.expressible() && access.allows(endpoint.registry(), endpoint.tool())) {
                notes.add(new Note(
                        Layer.ISTIO,
                        Reason.ENDPOINT_UNKNOWN,
                        "Istio cannot be told exactly `" + endpoint.text() + "`, so it denies the tool `"
                                + endpoint.tool() + "`",
                        "write the path with letters, digits, `-`, `_` and whole `{argument}` segments"));
            }
        }
        for (Workload.Tool tool : workload.tools()) {
            boolean known = workload.endpoints().stream()
                    .anyMatch(one ->
                            one.registry().equals(tool.registry()) && one.tool().equals(tool.name()));
            if (!known && (tool.name().isEmpty() || access.allows(tool.registry(), tool.name()))) {
                notes.add(new Note(
                        Layer.ISTIO,
                        Reason.ENDPOINT_UNKNOWN,
                        "the ToolRegistry `" + tool.registry() + "` does not say which requests call "
                                + (tool.name().isEmpty() ? "the tools of a server" : "the tool `" + tool.name() + "`")
                                + ", so they are denied",
                        "use a handler of type `http`"));
            }
        }
        return notes;
    }

    private void toolPolicy(ToolPolicy policy) {
        ToolMap map = tools(policy.name().namespace());
        List<PlaceReport> places = new ArrayList<>();
        for (Workload workload : map.serving(policy.registry(), policy.tools())) {
            List<Note> missing = enforcement.policyProxy(workload);
            places.add(new PlaceReport(
                    workload.title(), missing.isEmpty() ? Set.of(Layer.POLICY_PROXY) : Set.of(), missing));
        }
        map.elsewhere(policy.registry(), policy.tools()).stream()
                .map(one -> new PlaceReport(one.place(), Set.of(), List.of(one.note())))
                .distinct()
                .forEach(places::add);
        List<Note> notes = places.isEmpty()
                ? List.of(new Note(
                        null,
                        Reason.NO_TOOL,
                        "no ToolRegistry `" + policy.registry() + "` with such tools is in the namespace `"
                                + policy.name().namespace() + "`",
                        "create it, or correct `selector`"))
                : List.of();
        reports.add(new Report(Kind.TOOL_POLICY, policy.name(), places, notes));
    }

    private PlaceReport place(Workload workload, List<Note> istio, boolean nobody) {
        List<Note> proxy = enforcement.policyProxy(workload);
        EnumSet<Layer> enforcing = EnumSet.noneOf(Layer.class);
        if (proxy.isEmpty()) {
            enforcing.add(Layer.POLICY_PROXY);
        }
        if (istio.isEmpty() && !nobody) {
            enforcing.add(Layer.ISTIO);
        }
        List<Note> missing = new ArrayList<>(istio);
        missing.addAll(proxy);
        return new PlaceReport(workload.title(), enforcing, missing);
    }

    /** Policies with faults: doors refuse what they were to guard, and what Istio has for them stays. */
    private void invalid(Kind kind) {
        for (ResourceName name : Hidden.of(view.policies(), kind)) {
            if (kind == Kind.AGENT_POLICY) {
                untouched.add(name);
            }
            Note note = new Note(
                    null,
                    Reason.POLICY_INVALID,
                    "the manifest has faults, and the operator knows no good version; doors that know none refuse"
                            + " what it was to guard, and objects that were made for it stay",
                    "see `omnia validate`");
            reports.add(new Report(kind, name, List.of(), List.of(note)));
        }
    }

    /** A registry with faults hides workloads: what policies of its namespace have there stays. */
    private void invalidRegistries() {
        Set<String> namespaces = new TreeSet<>();
        Hidden.of(view.policies(), Kind.TOOL_REGISTRY).forEach(name -> namespaces.add(name.namespace()));
        view.policies().agentPolicies().stream()
                .map(AgentPolicy::name)
                .filter(name -> namespaces.contains(name.namespace()))
                .forEach(untouched::add);
    }

    /** Namespaces may reach the same pods by different Services: what closes their ports is one object all the same. */
    private void closePorts() {
        ClosedPorts closed = new ClosedPorts(view);
        Map<List<String>, List<DesiredObject>> made = new HashMap<>();
        for (ToolRegistry registry : view.policies().registries()) {
            for (Workload workload : tools(registry.name().namespace()).workloads()) {
                made.computeIfAbsent(workload.identity(), _ -> closed.objects(workload))
                        .forEach(object -> support(object, workload, Layer.POLICY_PROXY));
            }
        }
    }

    private void support(DesiredObject object, Workload workload, Layer layer) {
        add(object);
        supports.computeIfAbsent(object, _ -> new HashSet<>()).add(new Support(workload.title(), layer));
    }

    /**
     * Two policies may want the same object: it is one. A cluster that does not know Istio's kinds gets none of them.
     */
    private void add(DesiredObject object) {
        if (object.apiVersion().startsWith("security.istio.io/") && !view.istioInstalled()) {
            return;
        }
        objects.putIfAbsent(object.kind() + "/" + object.namespace() + "/" + object.name(), object);
    }
}
