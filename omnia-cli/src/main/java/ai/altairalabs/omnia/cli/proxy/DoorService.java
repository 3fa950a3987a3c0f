package ai.altairalabs.omnia.cli.proxy;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.HostPort;
import ai.altairalabs.omnia.cli.OpenParts;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.problem.Words;
import ai.altairalabs.omnia.server.admin.AdminServer;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.door.DecisionSettings;
import ai.altairalabs.omnia.server.door.Door;
import ai.altairalabs.omnia.server.door.Listening;
import ai.altairalabs.omnia.server.door.WaitingDoor;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.identity.HeadersAuthenticator;
import ai.altairalabs.omnia.server.identity.JwtAuthenticator;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.identity.SignedAuthenticator;
import ai.altairalabs.omnia.server.identity.TokenVerifier;
import ai.altairalabs.omnia.server.identity.UserClaims;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A door with what it needs: policies, keys, an audit log, an admin port. */
public final class DoorService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DoorService.class);
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);

    /** A start seldom takes longer: then there is no need to say that the door is not open yet. */
    private static final Duration SOON = Duration.ofMillis(200);

    private final OpenParts parts = new OpenParts();
    private final Door door;
    private volatile boolean open;

    /** Opens a door of one kind. */
    @FunctionalInterface
    public interface Opening {
        /** Opens it, with what every kind of door decides by. */
        Door open(
                DecisionSettings settings,
                Authenticator authenticator,
                PolicySource policies,
                AuditLog audit,
                Metrics metrics);
    }

    /**
     * Starts it, and waits for policies and keys before the door is opened.
     *
     * @param opening opens a door of the kind that is wanted
     * @param http where it speaks HTTP, so that whoever comes too early can be told so; null: it speaks something else
     * @param onAdmin told where the admin port is as soon as it answers
     * @throws CannotDo if the options do not fit together
     */
    public static DoorService start(
            DoorOptions options, Opening opening, @Nullable Listening http, Consumer<HostPort> onAdmin)
            throws IOException, InterruptedException {
        return new DoorService(options, opening, http, onAdmin);
    }

    private DoorService(DoorOptions options, Opening opening, @Nullable Listening http, Consumer<HostPort> onAdmin)
            throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        try {
            Metrics metrics = parts.opened(new Metrics());
            KeySet keys = keys(options);
            if (keys != null) {
                metrics.watch(parts.opened(keys));
            }
            AuditLog audit = parts.opened(AuditLog.toStandardOutput(clock));
            metrics.watch(audit);
            PolicySource policies = parts.opened(options.policies().open(clock));
            metrics.watch(policies);
            policies.onChange(set -> metrics.tools(set.registries()));
            AdminServer admin = parts.opened(AdminServer.start(
                    options.admin().socketAddress(),
                    metrics,
                    List.of(
                            () -> policies.ready() ? "" : policies.status().fault(),
                            () -> missingKeys(keys),
                            () -> open ? "" : "the door is not open yet")));
            onAdmin.accept(hostPort(admin.address()));
            BooleanSupplier ready = () -> policies.ready() && missingKeys(keys).isEmpty();
            if (!awaitSoon(ready)) {
                refuseUntil(ready, options.namespace(), http, audit, metrics);
            }
            String namespace = namespace(options, policies.current());
            Authenticator authenticator = authenticator(options, namespace, keys, clock);
            DecisionSettings settings = DecisionSettings.of(namespace)
                    .withRegistry(options.registry())
                    .withUnknownTool(options.unknownTool())
                    .withMaxBodyBytes(options.maxBodyBytes());
            warnOfRegistry(options.registry(), namespace, policies.current());
            door = parts.opened(opening.open(settings, authenticator, policies, audit, metrics));
            open = true;
        } catch (IllegalArgumentException e) {
            close();
            throw new CannotDo(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Whether it comes true soon. */
    private static boolean awaitSoon(BooleanSupplier ready) throws InterruptedException {
        long start = System.nanoTime();
        while (!ready.getAsBoolean() && System.nanoTime() - start < SOON.toNanos()) {
            Thread.sleep(POLL);
        }
        return ready.getAsBoolean();
    }

    private static void refuseUntil(
            BooleanSupplier ready,
            @Nullable String namespace,
            @Nullable Listening http,
            AuditLog audit,
            Metrics metrics)
            throws IOException, InterruptedException {
        try (WaitingDoor _ = waitingDoor(http, namespace, audit, metrics)) {
            while (!ready.getAsBoolean()) {
                Thread.sleep(POLL);
            }
        }
    }

    /** Null where nobody could ask: which port a free one is, is not known yet. */
    private static @Nullable WaitingDoor waitingDoor(
            @Nullable Listening http, @Nullable String namespace, AuditLog audit, Metrics metrics) throws IOException {
        return http == null || http.address().getPort() == 0
                ? null
                : WaitingDoor.open(http, namespace == null ? "" : namespace, audit, metrics);
    }

    private static @Nullable KeySet keys(DoorOptions options) {
        String jwks = options.jwks();
        String issuer = options.issuer();
        return switch (options.identity()) {
            case headers -> {
                LOG.warn("identity mode `headers`: whoever reaches this door is believed");
                refuse(
                        jwks != null || issuer != null || options.audience() != null,
                        "no keys are used in mode headers");
                yield null;
            }
            case signed -> {
                refuse(issuer != null || options.audience() != null, "`--issuer` and `--audience` are for mode jwt");
                if (jwks == null) {
                    throw new CannotDo("mode signed needs the facade's keys: give `--jwks URL|FILE`");
                }
                yield keys(jwks);
            }
            case jwt -> {
                if (issuer == null || options.audience() == null) {
                    throw new CannotDo("mode jwt needs to know whose tokens count, and which of them are for this door:"
                            + " give `--issuer URL` and `--audience AUD`");
                }
                yield jwks != null ? keys(jwks) : KeySet.ofIssuer(url(issuer));
            }
        };
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new CannotDo(message);
        }
    }

    private static KeySet keys(String jwks) {
        return jwks.startsWith("http://") || jwks.startsWith("https://")
                ? KeySet.ofUrl(url(jwks))
                : KeySet.ofFile(Path.of(jwks));
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new CannotDo("`" + text + "` is no URL: write `https://HOST/PATH`");
        }
    }

    private static String missingKeys(@Nullable KeySet keys) {
        if (keys == null || keys.status().ready()) {
            return "";
        }
        return "no keys from " + keys.status().source() + " yet: "
                + keys.status().fault();
    }

    private static String namespace(DoorOptions options, PolicySet set) {
        if (options.policies() instanceof PolicyOrigin.Cluster cluster) {
            return cluster.found();
        }
        String asked = options.namespace();
        Set<String> occurring = set.namespaces();
        if (asked != null) {
            if (!occurring.contains(asked)) {
                LOG.warn("no manifest is of namespace `{}`{}", asked, meant(asked, occurring));
            }
            return asked;
        }
        if (occurring.size() != 1) {
            throw new CannotDo(
                    occurring.isEmpty()
                            ? "there is no manifest; say which namespace counts with `--namespace NS`"
                            : "there are several namespaces (" + String.join(", ", new ArrayList<>(occurring))
                                    + "); choose one with `--namespace NS`");
        }
        return occurring.iterator().next();
    }

    private static Authenticator authenticator(
            DoorOptions options, String namespace, @Nullable KeySet keys, Clock clock) {
        if (keys == null) {
            return new HeadersAuthenticator(namespace, options.agent());
        }
        return options.identity() == DoorOptions.IdentityMode.signed
                ? new SignedAuthenticator(keys, namespace, options.agent(), clock)
                : new JwtAuthenticator(
                        new TokenVerifier(
                                keys,
                                Objects.requireNonNull(options.issuer()),
                                Objects.requireNonNull(options.audience()),
                                clock),
                        namespace,
                        options.agent(),
                        UserClaims.STANDARD);
    }

    private static void warnOfRegistry(@Nullable String registry, String namespace, PolicySet set) {
        if (registry == null) {
            return;
        }
        List<String> known = set.registries().stream()
                .map(ToolRegistry::name)
                .filter(name -> name.namespace().equals(namespace))
                .map(ResourceName::name)
                .toList();
        if (!known.contains(registry)) {
            LOG.warn("there is no ToolRegistry `{}` in namespace `{}`{}", registry, namespace, meant(registry, known));
        }
    }

    private static String meant(String written, Collection<String> known) {
        String nearest = Words.nearest(written, known);
        return nearest == null ? "" : "; did you mean `" + nearest + "`?";
    }

    /** Where the door takes requests. */
    public HostPort address() {
        return hostPort(door.address());
    }

    private static HostPort hostPort(java.net.InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Takes nothing new, lets requests in flight end, and closes. */
    public void drain() {
        door.drain(DRAIN);
        close();
    }

    @Override
    public void close() {
        parts.close();
    }
}
