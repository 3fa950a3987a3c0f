package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.decision.ToolResolver.UnknownTool;
import ai.altairalabs.omnia.server.http.HeadLimits;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one door in front of one tool service is told.
 *
 * @param listen where it takes requests; port 0 takes a free one
 * @param upstream the tool service: {@code http://host:port} or {@code https://host:port}, without path or query. With
 *     https the service's certificate is verified and {@code Host} is the service's; with http it is the caller's.
 * @param registry the registry whose tools it guards; null: every registry of the namespace
 * @param namespace the namespace whose policies it uses
 * @param unknownTool what becomes of a request that is no registered tool's
 * @param maxBodyBytes how long a body may be that a policy reads, 0 to 1 GiB
 * @param timeouts how long it waits
 * @param limits how long a request's head may be
 * @param threads how many event loops, 1 to 1024
 */
public record DoorSettings(
        InetSocketAddress listen,
        URI upstream,
        @Nullable String registry,
        String namespace,
        UnknownTool unknownTool,
        int maxBodyBytes,
        DoorTimeouts timeouts,
        HeadLimits limits,
        int threads) {
    /** The default of {@code maxBodyBytes}: 1 MiB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

    public DoorSettings {
        Objects.requireNonNull(listen);
        Objects.requireNonNull(upstream);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(unknownTool);
        Objects.requireNonNull(timeouts);
        Objects.requireNonNull(limits);
        boolean scheme = "http".equals(upstream.getScheme()) || "https".equals(upstream.getScheme());
        String path = upstream.getRawPath();
        if (!scheme
                || upstream.getHost() == null
                || upstream.getRawUserInfo() != null
                || upstream.getRawQuery() != null
                || upstream.getRawFragment() != null
                || (path != null && !path.isEmpty() && !path.equals("/"))) {
            throw new IllegalArgumentException("`" + upstream + "` is no upstream: write `http://HOST:PORT`");
        }
        if (maxBodyBytes < 0 || maxBodyBytes > 1 << 30) {
            throw new IllegalArgumentException("the limit of a body must be between 0 and 1073741824 bytes");
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
                null,
                namespace,
                UnknownTool.DENY,
                DEFAULT_MAX_BODY_BYTES,
                DoorTimeouts.DEFAULT,
                HeadLimits.DEFAULT,
                Runtime.getRuntime().availableProcessors());
    }

    /** The same with one registry. */
    public DoorSettings withRegistry(@Nullable String registry) {
        return new DoorSettings(
                listen, upstream, registry, namespace, unknownTool, maxBodyBytes, timeouts, limits, threads);
    }

    /** The same with another answer to unknown tools. */
    public DoorSettings withUnknownTool(UnknownTool unknownTool) {
        return new DoorSettings(
                listen, upstream, registry, namespace, unknownTool, maxBodyBytes, timeouts, limits, threads);
    }

    /** The same with another limit of bodies. */
    public DoorSettings withMaxBodyBytes(int maxBodyBytes) {
        return new DoorSettings(
                listen, upstream, registry, namespace, unknownTool, maxBodyBytes, timeouts, limits, threads);
    }

    /** The same with other timeouts. */
    public DoorSettings withTimeouts(DoorTimeouts timeouts) {
        return new DoorSettings(
                listen, upstream, registry, namespace, unknownTool, maxBodyBytes, timeouts, limits, threads);
    }

    /** The same with so many event loops. */
    public DoorSettings withThreads(int threads) {
        return new DoorSettings(
                listen, upstream, registry, namespace, unknownTool, maxBodyBytes, timeouts, limits, threads);
    }
}
