package ai.altairalabs.omnia.core.decision;

import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which request is which tool (semantics, section 2.5). With registries the endpoint decides, and headers can only
 * contradict it. With none, the two headers are all there is, and both must be there.
 */
public final class ToolResolver {
    private static final ToolIdentity UNKNOWN = new ToolIdentity.Unknown();
    private static final ToolIdentity UNLISTED = new ToolIdentity.Unlisted();

    private final boolean trustsHeaders;
    private final @Nullable String onlyRegistry;
    private final ToolIdentity otherwise;
    private final Map<Endpoint, ToolIdentity> fixed;
    private final List<Template> templates;

    private ToolResolver(
            boolean trustsHeaders,
            @Nullable String onlyRegistry,
            ToolIdentity otherwise,
            Map<Endpoint, ToolIdentity> fixed,
            List<Template> templates) {
        this.trustsHeaders = trustsHeaders;
        this.onlyRegistry = onlyRegistry;
        this.otherwise = otherwise;
        this.fixed = Map.copyOf(fixed);
        this.templates = List.copyOf(templates);
    }

    /** What a door does with a request that is no registered tool's. */
    public enum UnknownTool {
        DENY,
        ALLOW
    }

    /** The resolver of a door in front of these registries' tools; none at all: no request is a tool's. */
    static ToolResolver of(Collection<ToolRegistry> registries, UnknownTool unknown) {
        ToolIdentity otherwise = unknown == UnknownTool.ALLOW ? UNLISTED : UNKNOWN;
        Map<Endpoint, ToolIdentity> fixed = new HashMap<>();
        List<Template> templates = new ArrayList<>();
        for (ToolRegistry registry : registries) {
            for (Handler handler : registry.handlers()) {
                if (handler.target() instanceof Target.Http http) {
                    ToolIdentity.Known tool = new ToolIdentity.Known(
                            registry.name().name(), http.tool().name());
                    if (http.urlTemplate() == null) {
                        // Two tools behind one endpoint cannot be told apart: neither may be called.
                        fixed.merge(
                                new Endpoint(http.method(), http.path()),
                                tool,
                                (one, other) -> one.equals(other) ? one : UNKNOWN);
                    } else {
                        templates.add(
                                new Template(http.method(), List.of(http.path().split("/", -1)), tool));
                    }
                }
            }
        }
        return new ToolResolver(false, null, otherwise, fixed, templates);
    }

    /** The resolver of a door with no registry: it trusts the two headers, as far as they name this registry. */
    static ToolResolver ofHeaders(@Nullable String registry) {
        return new ToolResolver(true, registry, UNKNOWN, Map.of(), List.of());
    }

    boolean trustsHeaders() {
        return trustsHeaders;
    }

    /**
     * The tool that a request calls.
     *
     * @param method as sent
     * @param path as sent and already in normal form, without the query
     * @param toolHeader {@code X-Omnia-Tool-Name}, or null
     * @param registryHeader {@code X-Omnia-Tool-Registry}, or null
     */
    public ToolIdentity resolve(
            String method, String path, @Nullable String toolHeader, @Nullable String registryHeader) {
        if (trustsHeaders) {
            if (toolHeader == null || toolHeader.isEmpty() || registryHeader == null || registryHeader.isEmpty()) {
                return UNKNOWN;
            }
            if (onlyRegistry != null && !onlyRegistry.equals(registryHeader)) {
                return UNKNOWN;
            }
            return new ToolIdentity.Known(registryHeader, toolHeader);
        }
        ToolIdentity found = find(method, path);
        if (found instanceof ToolIdentity.Known known) {
            boolean contradicted = (toolHeader != null && !toolHeader.equals(known.tool()))
                    || (registryHeader != null && !registryHeader.equals(known.registry()));
            return contradicted ? new ToolIdentity.Mismatched(known) : known;
        }
        return found;
    }

    private ToolIdentity find(String method, String path) {
        ToolIdentity found = fixed.get(new Endpoint(method, path));
        if (found != null) {
            return found;
        }
        ToolIdentity match = null;
        for (Template template : templates) {
            if (template.matches(method, path)) {
                if (match != null && !match.equals(template.tool())) {
                    return UNKNOWN;
                }
                match = template.tool();
            }
        }
        return match == null ? otherwise : match;
    }

    private record Endpoint(String method, String path) {}

    /** A path with holes: each {@code {name}} stands for one segment that is not empty. */
    private record Template(String method, List<String> segments, ToolIdentity.Known tool) {
        boolean matches(String method, String path) {
            if (!this.method.equals(method)) {
                return false;
            }
            String[] parts = path.split("/", -1);
            if (parts.length != segments.size()) {
                return false;
            }
            for (int i = 0; i < parts.length; i++) {
                String segment = segments.get(i);
                boolean hole = segment.startsWith("{") && segment.endsWith("}");
                if (hole ? parts[i].isEmpty() : !segment.equals(parts[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
