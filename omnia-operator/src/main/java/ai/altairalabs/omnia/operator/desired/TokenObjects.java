package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.AgentPolicy;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth.Oidc;
import ai.altairalabs.omnia.core.policy.AgentRuntime.Facade;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.operator.cluster.ClusterView;
import ai.altairalabs.omnia.operator.cluster.Service;
import ai.altairalabs.omnia.operator.istio.Attachment;
import ai.altairalabs.omnia.operator.istio.Authentications;
import ai.altairalabs.omnia.operator.istio.AuthorizationPolicies;
import ai.altairalabs.omnia.operator.istio.DenyRule;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.objects.Marks;
import ai.altairalabs.omnia.operator.objects.Owner;
import ai.altairalabs.omnia.operator.objects.StableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Users' tokens at the agents: for each agent whose claims some policy maps, what Istio verifies and maps, and a denial
 * of
 * requests without a token. The facade does all of it again by itself.
 */
final class TokenObjects {
    private final ClusterView view;

    TokenObjects(ClusterView view) {
        this.view = view;
    }

    /** Objects of all agents. */
    List<DesiredObject> all() {
        List<DesiredObject> objects = new ArrayList<>();
        for (AgentRuntime agent : view.policies().runtimes()) {
            List<AgentPolicy> mappings = mappings(agent);
            if (agent.externalAuth() instanceof Oidc oidc && !mappings.isEmpty()) {
                boolean dry = mappings.stream().allMatch(one -> one.mode() == AgentPolicy.Mode.PERMISSIVE);
                add(objects, agent, oidc, dry);
            }
        }
        return objects;
    }

    private List<AgentPolicy> mappings(AgentRuntime agent) {
        return view.policies().agentPolicies().stream()
                .filter(policy -> policy.name().namespace().equals(agent.name().namespace()))
                .filter(policy -> policy.selects(agent.name().name()))
                .filter(policy -> !policy.forwardClaims().isEmpty())
                .toList();
    }

    private void add(List<DesiredObject> objects, AgentRuntime agent, Oidc oidc, boolean dry) {
        Attachment attachment = attachment(agent);
        objects.add(object(
                Authentications.REQUEST,
                agent,
                Map.of(),
                Authentications.tokens(
                        attachment,
                        oidc,
                        view.policies()
                                .claimMapping(
                                        agent.name().namespace(), agent.name().name())
                                .claims())));
        List<Integer> ports = agent.facades().stream()
                .map(Facade::port)
                .filter(port -> port > 0)
                .toList();
        objects.add(object(
                AuthorizationPolicies.KIND,
                agent,
                dry ? Map.of(AuthorizationPolicies.DRY_RUN, "true") : Map.of(),
                AuthorizationPolicies.denyWithoutToken(attachment, DenyRule.toPorts(ports))));
    }

    private Attachment attachment(AgentRuntime agent) {
        String label = StableNames.label(agent.name().name());
        if (!view.mesh().ambient()) {
            return new Attachment.ToPods(Map.of(Marks.AGENT, label));
        }
        List<String> services = view.services().stream()
                .filter(service ->
                        service.name().namespace().equals(agent.name().namespace()))
                .filter(service -> label.equals(service.selector().get(Marks.AGENT)))
                .map(Service::name)
                .map(name -> name.name())
                .limit(Attachment.ToServices.MOST)
                .toList();
        return new Attachment.ToServices(
                services.isEmpty() ? List.of(agent.name().name()) : services);
    }

    private static DesiredObject object(
            String kind, AgentRuntime agent, Map<String, String> annotations, Map<String, Object> spec) {
        String name = agent.name().name();
        return new DesiredObject(
                Authentications.API_VERSION,
                kind,
                agent.name().namespace(),
                StableNames.name("omnia-" + name, List.of("token", agent.name().namespace(), name), 1),
                Map.of(Marks.MANAGED_BY, Marks.OPERATOR, Marks.AGENT, StableNames.label(name)),
                annotations,
                new Owner(Kind.AGENT_RUNTIME, agent.name()),
                spec);
    }
}
