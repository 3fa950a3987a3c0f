package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds that are handled as plain JSON: our own, and those that the operator writes. */
public enum Api {
    AGENT_POLICY(Kind.AGENT_POLICY),
    TOOL_POLICY(Kind.TOOL_POLICY),
    TOOL_REGISTRY(Kind.TOOL_REGISTRY),
    AGENT_RUNTIME(Kind.AGENT_RUNTIME),
    NETWORK_POLICY("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", false),
    DEPLOYMENT("apps/v1", "Deployment", "deployments", false),
    SERVICE("v1", "Service", "services", false),
    SERVICE_ACCOUNT("v1", "ServiceAccount", "serviceaccounts", false),
    CONFIG_MAP("v1", "ConfigMap", "configmaps", false),
    ROLE_BINDING("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", false),
    AUTHORIZATION_POLICY("security.istio.io/v1", "AuthorizationPolicy", "authorizationpolicies", true),
    REQUEST_AUTHENTICATION("security.istio.io/v1", "RequestAuthentication", "requestauthentications", true),
    PEER_AUTHENTICATION("security.istio.io/v1", "PeerAuthentication", "peerauthentications", true),
    GATEWAY("gateway.networking.k8s.io/v1", "Gateway", "gateways", true);

    private final String apiVersion;
    private final String kind;
    private final String plural;
    private final boolean optional;

    Api(Kind kind) {
        this(Resource.API_VERSION, kind.title(), kind.plural(), false);
    }

    Api(String apiVersion, String kind, String plural, boolean optional) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.plural = plural;
        this.optional = optional;
    }

    /** The kind of ours. */
    public static Api of(Kind kind) {
        return valueOf(kind.name());
    }

    /** The kind with these names. */
    static Optional<Api> of(String apiVersion, String kind) {
        return Stream.of(values())
                .filter(api -> api.apiVersion.equals(apiVersion) && api.kind.equals(kind))
                .findFirst();
    }

    /** Whether a cluster may lack it. */
    boolean optional() {
        return optional;
    }

    /** As in an object's {@code apiVersion}. */
    String apiVersion() {
        return apiVersion;
    }

    /** As in an object's {@code kind}. */
    String kind() {
        return kind;
    }

    /** As in the API server's paths. */
    String plural() {
        return plural;
    }

    GroupVersionKind groupVersionKind() {
        int slash = apiVersion.indexOf('/');
        return new GroupVersionKind(
                slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /** The client for this kind; asks the API server nothing. */
    MixedOperation<GenericKubernetesResource, ?, io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
            client(KubernetesClient client) {
        GroupVersionKind names = groupVersionKind();
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(names.getGroup())
                .withVersion(names.getVersion())
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build());
    }

    /** For people: {@code networkpolicy}. */
    String word() {
        return kind.toLowerCase(Locale.ROOT);
    }
}
