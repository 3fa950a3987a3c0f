package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The requests that call a tool.
 *
 * @param registry the registry's name
 * @param method in upper case
 * @param segments of the path; {@code {argument}} is a hole: it stands for any one segment that is not empty
 * @param fixed whether it is one path, and wins over paths with holes
 */
record ToolEndpoint(String registry, String tool, String method, List<String> segments, boolean fixed) {
    /**
     * What Istio takes literally, and what Envoy's normalisation leaves as it is. A {@code *} would be a wildcard, and
     * a
     * {@code %} may be decoded.
     */
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()+,;=:@-]+");

    ToolEndpoint {
        segments = List.copyOf(segments);
    }

    static ToolEndpoint of(String registry, Target.Http http) {
        return new ToolEndpoint(
                registry,
                http.tool().name(),
                http.method(),
                List.of(http.path().split("/", -1)),
                http.urlTemplate() == null);
    }

    private static boolean isHole(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /** Whether Istio can be told exactly this path: no wider, no narrower. */
    boolean expressible() {
        boolean root = segments.equals(List.of("", ""));
        boolean slashAtEnd = segments.getLast().isEmpty() && !root;
        if (!LITERAL.matcher(method).matches()
                || (slashAtEnd && segments.stream().anyMatch(ToolEndpoint::isHole))) {
            return false;
        }
        List<String> inner = segments.subList(1, segments.size() - (slashAtEnd || root ? 1 : 0));
        return inner.stream()
                .allMatch(one -> isHole(one) || (LITERAL.matcher(one).matches() && !isDots(one)));
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    /** The path as Istio writes it. */
    String path() {
        return String.join(
                "/", segments.stream().map(one -> isHole(one) ? "{*}" : one).toList());
    }

    /** The endpoint as people read it. */
    String text() {
        return method + " " + String.join("/", segments);
    }

    /** Whether some request is of both. */
    boolean overlaps(ToolEndpoint other) {
        if (!method.equals(other.method) || segments.size() != other.segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String one = segments.get(i);
            String two = other.segments.get(i);
            boolean same = isHole(one) ? isHole(two) || !two.isEmpty() : isHole(two) ? !one.isEmpty() : one.equals(two);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    boolean sameTool(ToolEndpoint other) {
        return registry.equals(other.registry) && tool.equals(other.tool);
    }
}
