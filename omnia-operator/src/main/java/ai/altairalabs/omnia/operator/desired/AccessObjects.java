package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentPolicy.ToolAccess;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.istio.Attachment;
import ai.altairalabs.omnia.operator.istio.AuthorizationPolicies;
import ai.altairalabs.omnia.operator.istio.DenyRule;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.Owner;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The AuthorizationPolicies of one AgentPolicy at one workload. */
final class AccessObjects {
    private final AgentPolicy policy;
    private final Workload workload;
    private final Mesh mesh;
    private final List<DesiredObject> objects = new ArrayList<>();
    private boolean tooLarge;

    private AccessObjects(AgentPolicy policy, Workload workload, Mesh mesh) {
        this.policy = policy;
        this.workload = workload;
        this.mesh = mesh;
    }

    /**
     * What was made.
     *
     * @param tooLarge whether the rules do not fit into an object, so that all is denied
     */
    record Made(List<DesiredObject> objects, boolean tooLarge) {}

    /**
     * Makes them.
     *
     * @param principals of the agents, at least one
     * @param waypoint whether a waypoint takes the traffic: then the pods themselves are closed to the agents, who
     * would
     *     pass it by calling a pod's address
     */
    static Made of(
            AgentPolicy policy,
            ToolAccess access,
            Workload workload,
            List<String> principals,
            Mesh mesh,
            boolean waypoint) {
        AccessObjects made = new AccessObjects(policy, workload, mesh);
        made.make(access, principals);
        if (waypoint && policy.mode() == AgentPolicy.Mode.ENFORCE) {
            made.closePods(principals);
        }
        return new Made(List.copyOf(made.objects), made.tooLarge);
    }

    private void make(ToolAccess access, List<String> principals) {
        List<DenyRule> rules = AccessRules.of(access, workload.endpoints());
        int piece = 1;
        for (Attachment attachment : attachments()) {
            List<Map<String, Object>> specs = AuthorizationPolicies.denyInPieces(attachment, principals, rules);
            if (specs.isEmpty()) {
                tooLarge = true;
                specs = AuthorizationPolicies.denyInPieces(attachment, principals, List.of(DenyRule.EVERYTHING));
            }
            for (Map<String, Object> spec : specs) {
                objects.add(object("access", piece++, spec));
            }
        }
    }

    private void closePods(List<String> principals) {
        Attachment pods = new Attachment.ToPods(workload.selector());
        int piece = 1;
        for (Map<String, Object> spec :
                AuthorizationPolicies.denyInPieces(pods, principals, List.of(DenyRule.EVERYTHING))) {
            objects.add(object("pods", piece++, spec));
        }
    }

    private List<Attachment> attachments() {
        if (!mesh.ambient()) {
            return List.of(new Attachment.ToPods(workload.selector()));
        }
        List<String> names = workload.services().stream()
                .map(Service::name)
                .map(name -> name.name())
                .toList();
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < names.size(); i += Attachment.ToServices.MOST) {
            attachments.add(new Attachment.ToServices(
                    names.subList(i, Math.min(names.size(), i + Attachment.ToServices.MOST))));
        }
        return attachments;
    }

    private DesiredObject object(String what, int piece, Map<String, Object> spec) {
        List<String> identity = new ArrayList<>(
                List.of(what, policy.name().namespace(), policy.name().name()));
        identity.addAll(workload.identity());
        Map<String, String> labels = new HashMap<>();
        labels.put(Marks.MANAGED_BY, Marks.OPERATOR);
        labels.put(Marks.POLICY, StableNames.label(policy.name().name()));
        labels.put(Marks.POLICY_NAMESPACE, policy.name().namespace());
        boolean dry = policy.mode() == AgentPolicy.Mode.PERMISSIVE;
        return new DesiredObject(
                AuthorizationPolicies.API_VERSION,
                AuthorizationPolicies.KIND,
                workload.namespace(),
                StableNames.name(policy.name().name() + "-" + workload.name(), identity, piece),
                labels,
                dry ? Map.of(AuthorizationPolicies.DRY_RUN, "true") : Map.of(),
                new Owner(Kind.AGENT_POLICY, policy.name()),
                spec);
    }
}
