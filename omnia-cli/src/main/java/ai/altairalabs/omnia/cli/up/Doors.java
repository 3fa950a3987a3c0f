package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.tools.DoorLocator;
import ai.altairalabs.omnia.cli.HostPort;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.door.DoorSettings;
import ai.altairalabs.omnia.server.door.ProxyDoor;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.SignedAuthenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A door in front of each registry's tool services, on free loopback ports: one for each registry and origin. */
final class Doors implements DoorLocator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final int THREADS = 2;

    private final PolicySource policies;
    private final AuditLog audit;
    private final Metrics metrics;
    private final KeySet contextKeys;
    private final Map<HostPort, HostPort> connectTo;
    private final Clock clock;
    private final Map<Key, ProxyDoor> doors = new ConcurrentHashMap<>();

    Doors(
            PolicySource policies,
            AuditLog audit,
            Metrics metrics,
            KeySet contextKeys,
            Map<HostPort, HostPort> connectTo,
            Clock clock) {
        this.policies = policies;
        this.audit = audit;
        this.metrics = metrics;
        this.contextKeys = contextKeys;
        this.connectTo = Map.copyOf(connectTo);
        this.clock = clock;
    }

    /** Which door. */
    record Key(ResourceName registry, URI origin) {}

    /** A door that is open: for whom, and where. */
    record Open(ResourceName registry, URI origin, URI upstream, URI url) {}

    /** Opens doors for what a set's registries name now, and closes those that nothing names any more. */
    synchronized void follow(PolicySet set) {
        Set<Key> wanted = new HashSet<>();
        for (ToolRegistry registry : set.registries()) {
            for (ToolRegistry.Handler handler : registry.handlers()) {
                if (handler.target() instanceof ToolRegistry.Target.Http http) {
                    wanted.add(new Key(registry.name(), origin(http.endpoint())));
                }
            }
        }
        for (Key key : wanted) {
            if (!doors.containsKey(key)) {
                open(key);
            }
        }
        for (Key key : Set.copyOf(doors.keySet())) {
            if (!wanted.contains(key)) {
                ProxyDoor door = doors.remove(key);
                if (door != null) {
                    LOG.info("closing the door in front of {} of registry `{}`", key.origin, key.registry);
                    Thread.ofVirtual().start(() -> door.drain(Up.DRAIN));
                }
            }
        }
    }

    private void open(Key key) {
        DoorSettings settings = DoorSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        upstream(key.origin),
                        key.registry.namespace())
                .withRegistry(key.registry.name())
                .withThreads(Math.min(THREADS, Runtime.getRuntime().availableProcessors()));
        SignedAuthenticator authenticator = new SignedAuthenticator(contextKeys, key.registry.namespace(), null, clock);
        try {
            ProxyDoor door = ProxyDoor.start(settings, authenticator, policies, audit, metrics);
            doors.put(key, door);
            LOG.info("the door in front of {} of registry `{}` is at {}", key.origin, key.registry, url(door));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            // Without a door the tool is not called at all.
            LOG.error("no door in front of {} of registry `{}`: {}", key.origin, key.registry, e.getMessage());
        }
    }

    @Override
    public Optional<URI> doorFor(ResourceName registry, URI origin) {
        return Optional.ofNullable(doors.get(new Key(registry, origin(origin)))).map(Doors::url);
    }

    /** Every open door, in order. */
    List<Open> open() {
        List<Open> open = new ArrayList<>();
        new HashMap<>(doors)
                .forEach((key, door) -> open.add(new Open(key.registry, key.origin, upstream(key.origin), url(door))));
        open.sort(java.util.Comparator.comparing(Open::registry).thenComparing(Open::origin));
        return open;
    }

    private URI upstream(URI origin) {
        HostPort named = new HostPort(origin.getHost(), origin.getPort());
        HostPort real = connectTo.getOrDefault(named, named);
        return URI.create(origin.getScheme() + "://" + real);
    }

    /** Scheme, host and port, the port always written. */
    private static URI origin(URI endpoint) {
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : "https".equals(endpoint.getScheme()) ? 443 : 80;
        return URI.create(endpoint.getScheme() + "://" + endpoint.getHost() + ":" + port);
    }

    private static URI url(ProxyDoor door) {
        InetSocketAddress address = door.address();
        return URI.create("http://" + new HostPort(address.getAddress().getHostAddress(), address.getPort()));
    }

    void drain(Duration patience) {
        List<Thread> draining = doors.values().stream()
                .map(door -> Thread.ofVirtual().start(() -> door.drain(patience)))
                .toList();
        for (Thread thread : draining) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        doors.clear();
    }

    @Override
    public void close() {
        doors.values().forEach(ProxyDoor::close);
        doors.clear();
    }
}
