package ai.altairalabs.omnia.server.metrics;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.KeySet;
import ai.altairalabs.omnia.server.policies.PolicySource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that is counted and timed, for Prometheus. A door asks once for the meters of a tool or of an event and then counts
 * without any look-up by name. Labels hold names from the registries only, never what a caller sent.
 */
public final class Metrics implements AutoCloseable {
    /** How many tools have labels of their own; the rest shares one set. */
    public static final int MAX_TOOLS = 1000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final ToolMeters others = new ToolMeters(registry, "", "");
    private volatile Map<ToolIdentity, ToolMeters> tools = Map.of();

    /** Guarded by this. */
    private boolean processBound;

    /** Why a request was answered without a decision, or why its tool's answer was not passed on. */
    public enum Refusal {
        UNAUTHENTICATED,
        MALFORMED,
        TOO_LARGE,
        NOT_READY,
        MISCONFIGURED,
        OVERLOADED,
        INTERNAL,
        UPSTREAM_UNREACHABLE,
        UPSTREAM_TIMEOUT,
        UPSTREAM_FAILED,
        UPSTREAM_INVALID;

        /** The word for it in metrics and records. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Metrics() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(
                    refusal,
                    Counter.builder("omnia.requests.failed")
                            .description("Requests that were answered without a decision, or whose tool failed")
                            .tag("reason", refusal.word())
                            .register(registry));
        }
    }

    /** The process's own meters, when they are first asked for: to find their sources takes long at a start. */
    private synchronized void bindProcess() {
        if (!processBound) {
            processBound = true;
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
        }
    }

    /** Gives these registries' tools labels of their own. Tools that had them keep them. */
    public synchronized void tools(List<ToolRegistry> registries) {
        Map<ToolIdentity, ToolMeters> known = new HashMap<>(tools);
        for (ToolRegistry one : registries) {
            for (ToolRegistry.Handler handler : one.handlers()) {
                String tool = toolOf(handler.target());
                if (tool != null && known.size() < MAX_TOOLS) {
                    String owner = one.name().name();
                    known.computeIfAbsent(
                            new ToolIdentity.Known(owner, tool), _ -> new ToolMeters(registry, owner, tool));
                }
            }
        }
        tools = Map.copyOf(known);
    }

    /** The meters of this tool; what is no registered tool shares one set with empty labels. */
    public ToolMeters of(ToolIdentity tool) {
        return tools.getOrDefault(tool instanceof ToolIdentity.Mismatched(var endpoint) ? endpoint : tool, others);
    }

    /** Counts a request that was answered without a decision, or whose tool failed. */
    public void count(Refusal refusal) {
        Counter counter = refusals.get(refusal);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Shows how the log does. */
    public void watch(AuditLog log) {
        counter("omnia.audit.written", "Audit records that were written", log, AuditLog::written);
        counter("omnia.audit.dropped", "Audit records that were lost", log, AuditLog::dropped);
        counter("omnia.audit.late", "Refusals that were sent before their audit record", log, AuditLog::late);
    }

    /** Shows which policies are in force, and how loading goes. */
    public void watch(PolicySource source) {
        counter(
                "omnia.policy.reload.failures",
                "Loads of policies that did not come into force",
                source,
                policies -> policies.status().failures());
        Gauge.builder("omnia.policy.last.reload.success.timestamp", source, policies -> seconds(policies.status()))
                .description("When policies were last loaded")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("omnia.policy.ready", source, policies -> policies.ready() ? 1 : 0)
                .description("Whether there was a complete load")
                .register(registry);
        MultiGauge info = MultiGauge.builder("omnia.policy.set.info")
                .description("The policy set in force")
                .register(registry);
        source.onChange(set -> {
            info.register(List.of(MultiGauge.Row.of(Tags.of("revision", set.revision()), 1)), true);
            tools(set.registries());
        });
    }

    /** Shows how a key set does. */
    public void watch(KeySet keys) {
        Tags tags = Tags.of("source", keys.status().source());
        Gauge.builder("omnia.keys", keys, set -> set.status().keys())
                .description("Keys in use for verifying tokens")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "omnia.keys.fetch.failures", keys, set -> set.status().failures())
                .description("Fetches of keys that failed")
                .tags(tags)
                .register(registry);
    }

    /** For meters of other parts of the product. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Everything, in the text format of Prometheus. */
    public String scrape() {
        bindProcess();
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private <T> void counter(String name, String description, T source, java.util.function.ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    private static double seconds(PolicySource.Status status) {
        Instant last = status.lastSuccess();
        return last == null ? 0 : last.toEpochMilli() / 1000.0;
    }

    private static @org.jspecify.annotations.Nullable String toolOf(ToolRegistry.Target target) {
        return switch (target) {
            case ToolRegistry.Target.Http http -> http.tool().name();
            case ToolRegistry.Target.Grpc grpc -> grpc.tool().name();
            case ToolRegistry.Target.Client client -> client.tool().name();
            case ToolRegistry.Target.OpenApi _, ToolRegistry.Target.Mcp _ -> null;
        };
    }
}
