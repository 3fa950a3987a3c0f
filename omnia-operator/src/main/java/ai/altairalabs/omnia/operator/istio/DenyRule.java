package ai.altairalabs.omnia.operator.istio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule of an AuthorizationPolicy that denies, without its callers: a request is denied when all that is said here is
 * true
 * of it. What is empty says nothing.
 *
 * @param ports of the workload
 * @param when conditions on headers
 */
public record DenyRule(
        List<String> methods,
        List<String> notMethods,
        List<String> paths,
        List<String> notPaths,
        List<String> ports,
        List<HeaderCondition> when) {
    /** Denies every request. */
    public static final DenyRule EVERYTHING =
            new DenyRule(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public DenyRule {
        methods = sorted(methods);
        notMethods = sorted(notMethods);
        paths = sorted(paths);
        notPaths = sorted(notPaths);
        ports = List.copyOf(ports);
        when = List.copyOf(when);
    }

    /** Denies what is sent to these ports. */
    public static DenyRule toPorts(List<Integer> ports) {
        return new DenyRule(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                ports.stream().sorted().distinct().map(String::valueOf).toList(),
                List.of());
    }

    /** Denies by a header alone. */
    public static DenyRule ifHeader(HeaderCondition... conditions) {
        return new DenyRule(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(conditions));
    }

    /**
     * What a header must say, or must not say.
     *
     * @param values one of them; {@code *} is any value. Empty: see {@code notValues}
     * @param notValues none of them. A request without the header meets this
     */
    public record HeaderCondition(String header, List<String> values, List<String> notValues) {
        public HeaderCondition {
            values = sorted(values);
            notValues = sorted(notValues);
        }

        /** The header says one of these. */
        public static HeaderCondition says(String header, List<String> values) {
            return new HeaderCondition(header, values, List.of());
        }

        /** The header says none of these, or is not there. */
        public static HeaderCondition saysNone(String header, List<String> values) {
            return new HeaderCondition(header, List.of(), values);
        }

        /** The header is not there. */
        public static HeaderCondition absent(String header) {
            return saysNone(header, List.of("*"));
        }

        private Map<String, Object> map() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("key", "request.headers[" + header + "]");
            putFilled(map, "values", values);
            putFilled(map, "notValues", notValues);
            return map;
        }
    }

    /**
     * The rule as Istio writes it.
     *
     * @param source {@code from.source}; empty: every caller
     */
    Map<String, Object> map(Map<String, Object> source) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (!source.isEmpty()) {
            map.put("from", List.of(Map.of("source", source)));
        }
        Map<String, Object> operation = new LinkedHashMap<>();
        putFilled(operation, "methods", methods);
        putFilled(operation, "notMethods", notMethods);
        putFilled(operation, "paths", paths);
        putFilled(operation, "notPaths", notPaths);
        putFilled(operation, "ports", ports);
        if (!operation.isEmpty()) {
            map.put("to", List.of(Map.of("operation", operation)));
        }
        if (!when.isEmpty()) {
            List<Map<String, Object>> conditions = new ArrayList<>();
            when.forEach(condition -> conditions.add(condition.map()));
            map.put("when", conditions);
        }
        return map;
    }

    private static void putFilled(Map<String, Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().distinct().toList();
    }
}
