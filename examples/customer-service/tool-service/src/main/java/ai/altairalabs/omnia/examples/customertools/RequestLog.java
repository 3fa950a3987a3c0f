package ai.altairalabs.omnia.examples.customertools;

import com.sun.net.httpserver.HttpExchange;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What reached the service: one JSON object a request, written before the request is served. Header names are in lower
 * case; several values of one name are joined by a comma and a blank. Credentials are masked.
 */
final class RequestLog {
    private static final Set<String> MASKED =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-omnia-context");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PrintStream out;

    RequestLog(PrintStream out) {
        this.out = out;
    }

    void write(HttpExchange exchange, byte[] body) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("method", exchange.getRequestMethod());
        line.put("path", exchange.getRequestURI().getRawPath());
        String query = exchange.getRequestURI().getRawQuery();
        line.put("query", query == null ? "" : query);
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            String key = name.toLowerCase(Locale.ROOT);
            headers.put(key, MASKED.contains(key) ? "***" : String.join(", ", values));
        });
        line.put("headers", headers);
        line.put("body", new String(body, StandardCharsets.UTF_8));
        String text = JSON.writeValueAsString(line);
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }
}
