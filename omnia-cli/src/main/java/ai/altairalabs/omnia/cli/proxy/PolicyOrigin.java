package ai.altairalabs.omnia.cli.proxy;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import ai.altairalabs.omnia.server.policies.KubernetesPolicies;
import ai.altairalabs.omnia.server.policies.PolicyDirectory;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a door's policies come from. */
public sealed interface PolicyOrigin {
    /** What {@code --policies} says for {@link Cluster}; a directory of that name is {@code ./kubernetes}. */
    String KUBERNETES = "kubernetes";

    /** Files and directories, watched. */
    record Manifests(List<Path> paths) implements PolicyOrigin {
        public Manifests {
            paths = List.copyOf(paths);
        }
    }

    /**
     * One namespace of a cluster, by watch.
     *
     * @param kubeconfig null: the pod's own service account, else what kubectl would use
     * @param namespace null: the pod's own, else the kubeconfig's
     */
    record Cluster(@Nullable Path kubeconfig, @Nullable String namespace) implements PolicyOrigin {
        /** The namespace whose policies count. */
        String found() {
            if (kubeconfig != null) {
                mustExist(kubeconfig);
            }
            return namespace == null ? KubernetesPolicies.namespace(kubeconfig) : namespace;
        }
    }

    /**
     * What the options say.
     *
     * @throws CannotDo if they do not fit together
     */
    static PolicyOrigin of(List<Path> policies, @Nullable Path kubeconfig, @Nullable String namespace) {
        if (policies.equals(List.of(Path.of(KUBERNETES)))) {
            return new Cluster(kubeconfig, namespace);
        }
        if (policies.contains(Path.of(KUBERNETES))) {
            throw new CannotDo("policies come from files or from the cluster: give `--policies kubernetes` alone");
        }
        if (kubeconfig != null) {
            throw new CannotDo("`--kubeconfig` is for `--policies kubernetes`");
        }
        return new Manifests(policies);
    }

    /** Begins to read. */
    default PolicySource open(Clock clock) {
        Limits limits = DoorLimits.standard();
        return switch (this) {
            case Manifests(List<Path> paths) -> {
                paths.forEach(PolicyOrigin::mustExist);
                yield PolicyDirectory.watch(paths, limits, clock);
            }
            case Cluster cluster -> KubernetesPolicies.watch(cluster.kubeconfig, cluster.found(), limits, clock);
        };
    }

    private static void mustExist(Path path) {
        if (!Files.exists(path)) {
            throw new CannotDo("there is no file or directory `" + path + "`");
        }
    }
}
