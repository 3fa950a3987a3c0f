package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy in front of one tool service is told.
 *
 * @param listen where it takes requests; port 0 takes a free one
 * @param upstream the tool service: {@code http://host:port} or {@code https://host:port}, without path or query. With
 *     https the service's certificate is verified and {@code Host} is the service's; with http it is the caller's.
 * @param decision which calls it decides, and by whose policies
 * @param timeouts how long it waits
 * @param threads how many event loops, 1 to 1024
 */
public record DoorSettings(
        InetSocketAddress listen, URI upstream, DecisionSettings decision, DoorTimeouts timeouts, int threads) {
    public DoorSettings {
        Objects.requireNonNull(listen);
        Objects.requireNonNull(upstream);
        Objects.requireNonNull(decision);
        Objects.requireNonNull(timeouts);
        if (upstream.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the upstream holds a user name: remove what stands before the `@`");
        }
        boolean scheme = "http".equals(upstream.getScheme()) || "https".equals(upstream.getScheme());
        String path = upstream.getRawPath();
        if (!scheme
                || upstream.getHost() == null
                || upstream.getRawQuery() != null
                || upstream.getRawFragment() != null
                || (path != null && !path.isEmpty() && !path.equals("/"))) {
            throw new IllegalArgumentException("`" + upstream + "` is no upstream: write `http://HOST:PORT`");
        }
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("a door needs 1 to 1024 threads");
        }
    }

    /** A door with the defaults: every registry, unknown tools denied, one event loop for each core. */
    public static DoorSettings of(InetSocketAddress listen, URI upstream, String namespace) {
        return new DoorSettings(
                listen,
                upstream,
                DecisionSettings.of(namespace),
                DoorTimeouts.DEFAULT,
                Runtime.getRuntime().availableProcessors());
    }

    /** The same with other calls to decide. */
    public DoorSettings withDecision(DecisionSettings decision) {
        return new DoorSettings(listen, upstream, decision, timeouts, threads);
    }

    /** The same with one registry. */
    public DoorSettings withRegistry(@Nullable String registry) {
        return withDecision(decision.withRegistry(registry));
    }

    /** The same with another answer to unknown tools. */
    public DoorSettings withUnknownTool(UnknownTool unknownTool) {
        return withDecision(decision.withUnknownTool(unknownTool));
    }

    /** The same with another limit of bodies. */
    public DoorSettings withMaxBodyBytes(int maxBodyBytes) {
        return withDecision(decision.withMaxBodyBytes(maxBodyBytes));
    }

    /** The same with other timeouts. */
    public DoorSettings withTimeouts(DoorTimeouts timeouts) {
        return new DoorSettings(listen, upstream, decision, timeouts, threads);
    }

    /** The same with so many event loops. */
    public DoorSettings withThreads(int threads) {
        return new DoorSettings(listen, upstream, decision, timeouts, threads);
    }
}
