package ai.altairalabs.omnia.operator;

import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.cluster.Namespace;
import java.util.Collection;
import java.util.Objects;

/**
 * What people say of their mesh.
 *
 * @param choice how pods are part of it
 * @param trustDomain what its identities begin with
 * @param strictMtls whether the operator makes mutual TLS strict at the tools
 * @param networkPolicies whether the cluster's network enforces NetworkPolicies
 */
public record MeshSettings(Choice choice, String trustDomain, boolean strictMtls, boolean networkPolicies) {
    /** Istio is used if it is there, as it is found. */
    public static final MeshSettings DEFAULT = new MeshSettings(Choice.AUTO, Mesh.DEFAULT.trustDomain(), false, false);

    private static final String DATAPLANE_MODE = "istio.io/dataplane-mode";

    /** How pods are part of a mesh. */
    public enum Choice {
        /** Ambient as soon as one namespace is, else with sidecars. */
        AUTO,
        SIDECAR,
        AMBIENT,
        /** Istio is left alone, even if it is installed. */
        NONE
    }

    public MeshSettings {
        Objects.requireNonNull(choice);
        Objects.requireNonNull(trustDomain);
    }

    /** Whether Istio's objects are made where its kinds are there. */
    public boolean usesIstio() {
        return choice != Choice.NONE;
    }

    /** The mesh as the view has it. */
    public Mesh mesh(Collection<Namespace> namespaces) {
        boolean ambient = choice == Choice.AMBIENT
                || (choice == Choice.AUTO
                        && namespaces.stream()
                                .anyMatch(one -> "ambient".equals(one.labels().get(DATAPLANE_MODE))));
        return new Mesh(
                ambient ? Mesh.Mode.AMBIENT : Mesh.Mode.SIDECAR,
                trustDomain,
                Mesh.DEFAULT.clusterDomain(),
                Mesh.DEFAULT.rootNamespace(),
                strictMtls,
                networkPolicies);
    }
}
