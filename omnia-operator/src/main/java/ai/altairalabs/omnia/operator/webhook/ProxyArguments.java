package ai.altairalabs.omnia.operator.webhook;

import ai.altairalabs.omnia.operator.agents.KeySets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of the container {@code policy-proxy}: what {@code omnia proxy} is told in a tool's pod. */
public final class ProxyArguments {
    /** Where the public keys of signed contexts are mounted. */
    static final String KEYS_DIRECTORY = "/etc/omnia/context-keys";

    private ProxyArguments() {}

    /**
     * The arguments.
     *
     * @param namespace whose policies count: the pod's
     * @param registry whose tools are behind the door; null: every registry's of the namespace
     * @param appPort where the application listens
     * @param listenPort where the door listens
     * @param adminPort where its health is asked
     */
    public static List<String> of(
            String namespace, @Nullable String registry, int appPort, int listenPort, int adminPort) {
        List<String> arguments = new ArrayList<>(List.of(
                "proxy",
                "--policies",
                "kubernetes",
                "--namespace",
                namespace,
                "--upstream",
                "http://127.0.0.1:" + appPort,
                "--listen",
                "0.0.0.0:" + listenPort,
                "--admin-listen",
                "0.0.0.0:" + adminPort,
                "--jwks",
                KEYS_DIRECTORY + "/" + KeySets.FILE));
        if (registry != null) {
            arguments.addAll(List.of("--registry", registry));
        }
        return List.copyOf(arguments);
    }
}
