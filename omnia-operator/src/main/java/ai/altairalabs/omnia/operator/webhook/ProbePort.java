package ai.altairalabs.omnia.operator.webhook;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import org.jspecify.annotations.Nullable;

/** The port that a probe or a hook of a container's life asks. */
final class ProbePort {
    private ProbePort() {}

    /**
     * The port's name; null: it is given by its number, or nothing is asked in this way.
     *
     * @param action {@code httpGet} or {@code tcpSocket}
     */
    static @Nullable String of(@Nullable Object asker, String action) {
        boolean http = action.equals("httpGet");
        return switch (asker) {
            case Probe probe -> http ? name(probe.getHttpGet()) : name(probe.getTcpSocket());
            case LifecycleHandler hook -> http ? name(hook.getHttpGet()) : name(hook.getTcpSocket());
            case null, default -> null;
        };
    }

    private static @Nullable String name(@Nullable HTTPGetAction action) {
        return action == null ? null : name(action.getPort());
    }

    private static @Nullable String name(@Nullable TCPSocketAction action) {
        return action == null ? null : name(action.getPort());
    }

    private static @Nullable String name(@Nullable IntOrString port) {
        return port == null ? null : port.getStrVal();
    }
}
