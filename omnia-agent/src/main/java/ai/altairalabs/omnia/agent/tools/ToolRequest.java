package ai.altairalabs.omnia.agent.tools;

import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool call as an HTTP request, without its host. Each argument travels exactly once: in the path where the URL
 * template names it, in the query where the handler says so or the method has no body, else in the JSON body.
 *
 * @param target path and query, percent-encoded
 * @param body JSON; null for methods without a body
 */
record ToolRequest(String method, String target, @Nullable String body) {
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");
    /** A short literal such as 1e999999999 must not grow into a gigabyte of zeros. */
    private static final int MAX_DIGITS = 400;

    private static final String UNRESERVED = "-._~";

    /** Arguments that no request can be made of. The message is for the model. */
    static final class BadArguments extends Exception {
        private static final long serialVersionUID = 1L;

        BadArguments(String message) {
            super(message);
        }
    }

    static ToolRequest of(Target.Http http, ObjectNode given) throws BadArguments {
        ObjectNode rest = given.deepCopy();
        StringBuilder target = new StringBuilder(path(http, given, rest));
        boolean hasBody = !WITHOUT_BODY.contains(http.method());
        StringBuilder query = new StringBuilder();
        for (Iterator<Map.Entry<String, JsonNode>> all = rest.properties().iterator(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> argument = all.next();
            if (hasBody && !http.queryParams().contains(argument.getKey())) {
                continue;
            }
            all.remove();
            if (!argument.getValue().isNull()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encode(argument.getKey()))
                        .append('=')
                        .append(encode(scalar(argument.getKey(), argument.getValue(), "query")));
            }
        }
        return new ToolRequest(http.method(), target.append(query).toString(), hasBody ? rest.toString() : null);
    }

    private static String path(Target.Http http, ObjectNode given, ObjectNode rest) throws BadArguments {
        String base = http.endpoint().getRawPath();
        String template = http.urlTemplate();
        if (template == null || template.isEmpty()) {
            return base.isEmpty() ? "/" : base;
        }
        StringBuilder path = new StringBuilder(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
        if (!template.startsWith("/")) {
            path.append('/');
        }
        Matcher placeholder = PLACEHOLDER.matcher(template);
        int end = 0;
        while (placeholder.find()) {
            String name = placeholder.group(1);
            JsonNode value = given.get(name);
            if (value == null || value.isNull()) {
                throw new BadArguments("the argument `" + name + "` is missing");
            }
            String text = scalar(name, value, "path");
            if (text.isEmpty() || text.equals(".") || text.equals("..")) {
                throw new BadArguments("the argument `" + name + "` cannot stand in a path: `" + text + "`");
            }
            path.append(template, end, placeholder.start()).append(encode(text));
            rest.remove(name);
            end = placeholder.end();
        }
        return path.append(template, end, template.length()).toString();
    }

    /** A list would be read differently by a policy and by a tool: only one plain value has one meaning. */
    private static String scalar(String name, JsonNode value, String where) throws BadArguments {
        if (value.isContainer()) {
            throw new BadArguments("the argument `" + name + "` travels in the " + where
                    + ": it must be a text, a number or a boolean");
        }
        boolean readable = value.isBigDecimal() && Math.abs(value.decimalValue().scale()) <= MAX_DIGITS;
        return readable ? value.decimalValue().toPlainString() : value.asString();
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(String.format("%02X", (int) c));
            }
        }
        return out.toString();
    }
}
