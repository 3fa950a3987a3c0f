package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Handlers of one registry that a request, a policy or a reader cannot tell apart. */
final class SharedEndpoints {
    private SharedEndpoints() {}

    static List<Problem> of(ToolRegistry registry) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Handler> names = new HashMap<>();
        Map<String, String> endpoints = new HashMap<>();
        for (Handler handler : registry.handlers()) {
            Handler namesake = names.putIfAbsent(handler.name(), handler);
            if (namesake != null) {
                problems.add(Problem.warning(
                        handler.place(),
                        "another handler is called " + Words.quote(handler.name()) + " too, in line "
                                + namesake.place().line(),
                        "give each handler its own name"));
            }
            if (handler.target() instanceof Target.Http http) {
                String tool = http.tool().name();
                String other = endpoints.putIfAbsent(endpoint(http), tool);
                if (other != null && !other.equals(tool)) {
                    problems.add(Problem.warning(
                            handler.place(),
                            "the tools " + Words.quote(other) + " and " + Words.quote(tool) + " share "
                                    + Words.quote(http.method() + " " + http.endpoint())
                                    + ": no request can say which one it calls, so all are refused",
                            "give each tool its own path"));
                }
            }
        }
        return problems;
    }

    /** What a request shows of a tool. */
    private static String endpoint(Target.Http http) {
        String template = http.urlTemplate() == null ? "" : http.urlTemplate().replaceAll("\\{[^}]*}", "{}");
        String scheme = http.endpoint().getScheme().toLowerCase(Locale.ROOT);
        String host = http.endpoint().getHost().toLowerCase(Locale.ROOT);
        int written = http.endpoint().getPort();
        int port = written >= 0 ? written : scheme.equals("https") ? 443 : 80;
        String path = http.endpoint().getRawPath() + template;
        return http.method() + " " + scheme + "://" + host + ":" + port + (path.isEmpty() ? "/" : path);
    }
}
