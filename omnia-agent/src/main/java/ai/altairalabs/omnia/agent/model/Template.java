package ai.altairalabs.omnia.agent.model;

import ai.altairalabs.omnia.agent.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A text with {@code {{path}}} parts, which are filled from what has happened so far. */
record Template(List<Part> parts) {
    /** What a path may begin with. */
    static final Set<String> ROOTS = Set.of("message", "match", "result", "error");

    private static final Pattern HOLE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern PATH =
            Pattern.compile("\\s*([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)\\s*(:\\s*number\\s*)?");

    Template {
        parts = List.copyOf(parts);
    }

    /** A part of a template. */
    sealed interface Part {
        /** Said as it is. */
        record Literal(String text) implements Part {}

        /**
         * Replaced by what stands there.
         *
         * @param path names and indexes
         * @param number whether the text is to become a JSON number
         */
        record Hole(List<String> path, boolean number) implements Part {}
    }

    /** What a template may show: objects by name, and the last tool's result. */
    interface Scope {
        /** The value of a root, or null when there is none. */
        @Nullable
        JsonNode root(String name);
    }

    /** A fault in a template. */
    static final class TemplateFault extends Exception {
        private static final long serialVersionUID = 1L;

        TemplateFault(String message) {
            super(message);
        }
    }

    /** Reads a template. */
    static Template parse(String text) throws TemplateFault {
        List<Part> parts = new ArrayList<>();
        Matcher hole = HOLE.matcher(text);
        int end = 0;
        while (hole.find()) {
            if (hole.start() > end) {
                parts.add(new Part.Literal(text.substring(end, hole.start())));
            }
            parts.add(hole(hole.group(1)));
            end = hole.end();
        }
        String rest = text.substring(end);
        if (rest.contains("{{")) {
            throw new TemplateFault("`{{` is never closed");
        }
        if (!rest.isEmpty()) {
            parts.add(new Part.Literal(rest));
        }
        return new Template(parts);
    }

    private static Part.Hole hole(String inside) throws TemplateFault {
        Matcher path = PATH.matcher(inside);
        if (!path.matches()) {
            throw new TemplateFault("`{{" + inside + "}}` is no path");
        }
        List<String> steps = Arrays.asList(path.group(1).split("\\."));
        if (!ROOTS.contains(steps.getFirst())) {
            throw new TemplateFault("`" + steps.getFirst() + "` is nothing that a template knows");
        }
        return new Part.Hole(steps, path.group(2) != null);
    }

    /** The text; what is not there is named, so that a mistake can be seen. */
    String text(Scope scope) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> out.append(literal.text);
                case Part.Hole hole -> {
                    JsonNode value = find(hole, scope);
                    if (value == null) {
                        out.append("(no ").append(String.join(".", hole.path)).append(')');
                    } else {
                        out.append(value.isString() ? value.stringValue() : value.toString());
                    }
                }
            }
        }
        return out.toString();
    }

    /** As a JSON value: a template that is one path and nothing else keeps the kind of what stands there. */
    JsonNode value(Scope scope) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Hole hole) {
            JsonNode value = find(hole, scope);
            if (value != null) {
                return hole.number && value.isString() ? number(value.stringValue()) : value;
            }
        }
        return JsonNodeFactory.instance.stringNode(text(scope));
    }

    private static JsonNode number(String text) {
        JsonNode parsed = Json.parse(text);
        return parsed != null && parsed.isNumber() ? parsed : JsonNodeFactory.instance.stringNode(text);
    }

    private static @Nullable JsonNode find(Part.Hole hole, Scope scope) {
        JsonNode value = scope.root(hole.path.getFirst());
        for (String step : hole.path.subList(1, hole.path.size())) {
            if (value == null) {
                return null;
            }
            value = value.isArray() && step.matches("\\d{1,6}") ? value.get(Integer.parseInt(step)) : value.get(step);
        }
        return value;
    }
}
