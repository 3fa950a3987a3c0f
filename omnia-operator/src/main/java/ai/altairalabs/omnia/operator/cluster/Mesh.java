package ai.altairalabs.omnia.operator.cluster;

import java.util.Objects;

/**
 * What people say of their mesh and network, because it cannot be seen.
 *
 * @param mode how pods are part of the mesh
 * @param trustDomain what the mesh's identities begin with: {@code cluster.local} by default
 * @param clusterDomain what the names of Services end with: {@code cluster.local} by default
 * @param rootNamespace where Istio looks for objects of the whole mesh: {@code istio-system} by default
 * @param strictMtls whether the operator makes mutual TLS strict at the tools
 * @param networkPolicies whether the cluster's network enforces NetworkPolicies
 */
public record Mesh(
        Mode mode,
        String trustDomain,
        String clusterDomain,
        String rootNamespace,
        boolean strictMtls,
        boolean networkPolicies) {
    /** How pods are part of the mesh. */
    public enum Mode {
        /** Each pod has an {@code istio-proxy}. */
        SIDECAR,
        /** The node's ztunnel takes the traffic, and a waypoint in front of a Service looks into it. */
        AMBIENT
    }

    /** Istio as it is installed by default; nothing is assumed of the network. */
    public static final Mesh DEFAULT =
            new Mesh(Mode.SIDECAR, "cluster.local", "cluster.local", "istio-system", false, false);

    public Mesh {
        Objects.requireNonNull(mode);
        Objects.requireNonNull(trustDomain);
        Objects.requireNonNull(clusterDomain);
        Objects.requireNonNull(rootNamespace);
    }

    /** Whether it is ambient. */
    public boolean ambient() {
        return mode == Mode.AMBIENT;
    }

    /** The principal of a service account, as AuthorizationPolicies write it. */
    public String principal(String namespace, String serviceAccount) {
        return trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
    }
}
