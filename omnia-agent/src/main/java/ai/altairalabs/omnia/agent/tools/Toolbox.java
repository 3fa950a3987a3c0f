package ai.altairalabs.omnia.agent.tools;

import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tools of one registry, by name: those that can be called, and why the others cannot. Immutable. */
public final class Toolbox {
    /** No tool at all. */
    public static final Toolbox EMPTY = new Toolbox(Map.of(), Map.of(), List.of());

    private final Map<String, ServedTool> served;
    private final Map<String, String> unserved;
    private final List<String> notes;

    private Toolbox(Map<String, ServedTool> served, Map<String, String> unserved, List<String> notes) {
        this.served = served;
        this.unserved = unserved;
        this.notes = List.copyOf(notes);
    }

    /**
     * A tool that can be called.
     *
     * @param registry its registry
     * @param handler its handler
     * @param http where it is
     */
    public record ServedTool(ResourceName registry, Handler handler, Target.Http http) {
        public ServedTool {
            Objects.requireNonNull(registry);
            Objects.requireNonNull(handler);
            Objects.requireNonNull(http);
        }

        /** The tool's name. */
        public String name() {
            return http.tool().name();
        }
    }

    /** What a name stands for. */
    public sealed interface Lookup {
        /** A tool that can be called. */
        record Served(ServedTool tool) implements Lookup {}

        /** A registered tool of a type that is not served. */
        record Unserved(String message) implements Lookup {}

        /** No tool. */
        record Unknown() implements Lookup {}
    }

    /** The tools of a registry; null: none. */
    public static Toolbox of(@Nullable ToolRegistry registry) {
        if (registry == null) {
            return EMPTY;
        }
        Map<String, ServedTool> served = new LinkedHashMap<>();
        Map<String, String> unserved = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Handler handler : registry.handlers()) {
            switch (handler.target()) {
                case Target.Http http -> {
                    String name = http.tool().name();
                    if (served.putIfAbsent(name, new ServedTool(registry.name(), handler, http)) != null) {
                        unserved.put(
                                name,
                                "tool `" + name + "` stands twice in registry `"
                                        + registry.name().name() + "`: which one is meant cannot be decided");
                    }
                }
                case Target.Grpc grpc -> leaveOut(grpc.tool().name(), "grpc", handler, unserved);
                case Target.Client client -> leaveOut(client.tool().name(), "client", handler, unserved);
                case Target.OpenApi _ -> notes.add(unservedType("openapi", handler));
                case Target.Mcp _ -> notes.add(unservedType("mcp", handler));
            }
        }
        unserved.keySet().forEach(served::remove);
        notes.addAll(unserved.values());
        return new Toolbox(served, unserved, notes);
    }

    private static void leaveOut(String tool, String type, Handler handler, Map<String, String> unserved) {
        unserved.put(tool, "tool `" + tool + "` is left out: " + unservedType(type, handler));
    }

    private static String unservedType(String type, Handler handler) {
        return "handler `" + handler.name() + "` has type `" + type + "`, which this version does not call; use `http`";
    }

    /** The tools that can be called, in the registry's order. */
    public Collection<ServedTool> served() {
        return served.values();
    }

    /** One sentence for each handler that is left out. */
    public List<String> notes() {
        return notes;
    }

    /** What this name stands for. Names are exact. */
    public Lookup find(String name) {
        ServedTool tool = served.get(name);
        if (tool != null) {
            return new Lookup.Served(tool);
        }
        String message = unserved.get(name);
        return message == null ? new Lookup.Unknown() : new Lookup.Unserved(message);
    }
}
