package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.ToolRegistry;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Handlers that a request, a policy or a reader cannot tell apart: of one registry, or of several of a namespace. */
final class SharedEndpoints {
    private static final Pattern HOLE = Pattern.compile("(?<=/)\\{[^/]*}(?=/|$)");

    private SharedEndpoints() {}

    static List<Problem> of(ToolRegistry registry) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Handler> names = new HashMap<>();
        Map<Endpoint, Target.Http> endpoints = new HashMap<>();
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
                Target.Http other = endpoints.putIfAbsent(endpoint(http), http);
                if (other != null && !other.tool().name().equals(http.tool().name())) {
                    problems.add(Problem.warning(
                            handler.place(),
                            "the tools " + Words.quote(other.tool().name()) + " and "
                                    + Words.quote(http.tool().name()) + " share " + shown(http)
                                    + (isSameHost(http, other) ? "" : ", and hosts are not compared")
                                    + ": no request can say which one it calls, so all are refused",
                            "give each tool its own path"));
                }
            }
        }
        return problems;
    }

    /** Tools of several registries of a namespace: a door in front of both cannot tell them apart. */
    static List<Problem> across(List<ReadDocument> documents) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Map<Endpoint, Claim>> first = new HashMap<>();
        for (ReadDocument document : documents) {
            if (!(document.resource() instanceof ToolRegistry registry)) {
                continue;
            }
            String name = registry.name().name();
            Map<Endpoint, Claim> claims = first.computeIfAbsent(registry.name().namespace(), _ -> new HashMap<>());
            for (Handler handler : registry.handlers()) {
                if (handler.target() instanceof Target.Http http) {
                    Claim claim = new Claim(name, http.tool().name());
                    Claim other = claims.putIfAbsent(endpoint(http), claim);
                    if (other != null && !other.registry.equals(name)) {
                        problems.add(problem(handler, http, claim, other));
                    }
                }
            }
        }
        return problems;
    }

    private static Problem problem(Handler handler, Target.Http http, Claim claim, Claim other) {
        return Problem.warning(
                handler.place(),
                "the tools " + other.quoted() + " and " + claim.quoted() + " share " + shown(http)
                        + ": a door in front of both registries refuses it",
                "give each tool its own path, or each registry a door with `--registry`");
    }

    private record Claim(String registry, String tool) {
        String quoted() {
            return Words.quote(registry + "/" + tool);
        }
    }

    /** What a door looks at to say which tool a request calls. */
    private record Endpoint(String method, boolean template, String path) {}

    /** Holes match alike whatever they are called; a path without any goes before those that have some. */
    private static Endpoint endpoint(Target.Http http) {
        String path = HOLE.matcher(http.path()).replaceAll("{}");
        return new Endpoint(http.method(), http.urlTemplate() != null, path);
    }

    private static String shown(Target.Http http) {
        return Words.quote(http.method() + " " + http.path());
    }

    private static boolean isSameHost(Target.Http one, Target.Http other) {
        return one.endpoint()
                .getRawAuthority()
                .equalsIgnoreCase(other.endpoint().getRawAuthority());
    }
}
