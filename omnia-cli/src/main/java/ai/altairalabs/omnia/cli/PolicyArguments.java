package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.proxy.PolicyOrigin;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the policies of a door or an agent come from. */
final class PolicyArguments {
    @Option(
            names = "--policies",
            paramLabel = "PATH",
            required = true,
            description = {
                "Manifests, watched: a file or directory. May be repeated.",
                "`kubernetes`: those of one namespace of the cluster."
            })
    private List<Path> policies = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = {
                "How to reach the cluster with `--policies kubernetes`",
                "(default: the pod's service account, else as kubectl)."
            })
    private @Nullable Path kubeconfig;

    /**
     * What they say.
     *
     * @param namespace whose policies count in a cluster; null: the pod's own
     * @throws CannotDo if they do not fit together
     */
    PolicyOrigin origin(@Nullable String namespace) {
        return PolicyOrigin.of(policies, kubeconfig, namespace);
    }
}
