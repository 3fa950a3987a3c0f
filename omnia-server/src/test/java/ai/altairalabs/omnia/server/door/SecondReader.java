package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.realparts.Envoy;
import ai.altairalabs.omnia.realparts.Nginx;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A real proxy between the door and the tool: it says how it read a request and passes on what it read.
 *
 * @param methodHeader in which it says the method
 * @param pathHeader in which it says the path
 * @param path what it must say of the target that the door sent
 * @param changes names of headers that it writes anew by its nature, in lower case
 */
record SecondReader(
        String name,
        URI uri,
        String methodHeader,
        String pathHeader,
        UnaryOperator<String> path,
        Set<String> changes,
        Runnable stop)
        implements AutoCloseable {
    /** What the door makes where the caller brings none: another one for each request. */
    private static final Pattern NEW_ID = Pattern.compile("^x-omnia-request-id: [0-9a-f]{32}$");

    /** With everything on that makes one path of two: what the door lets through must come out as it went in. */
    private static final String ENVOY = """
            static_resources:
              listeners:
                - name: reader
                  address: {socket_address: {address: 127.0.0.1, port_value: @PORT@}}
                  filter_chains:
                    - filters:
                        - name: envoy.filters.network.http_connection_manager
                          typed_config:
                            "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                            stat_prefix: reader
                            normalize_path: true
                            merge_slashes: true
                            path_with_escaped_slashes_action: REJECT_REQUEST
                            generate_request_id: false
                            max_request_headers_kb: 96
                            common_http_protocol_options: {max_headers_count: 1000}
                            http_filters:
                              - name: envoy.filters.http.router
                                typed_config:
                                  "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                                  suppress_envoy_headers: true
                            route_config:
                              virtual_hosts:
                                - name: tool
                                  domains: ["*"]
                                  request_headers_to_add:
                                    - header: {key: x-read-method, value: "%REQ(:METHOD)%"}
                                    - header: {key: x-read-path, value: "%REQ(:PATH)%"}
                                  routes:
                                    - match: {prefix: /}
                                      route: {cluster: tool, timeout: 0s}
              clusters:
                - name: tool
                  type: STATIC
                  connect_timeout: 120s
                  load_assignment:
                    cluster_name: tool
                    endpoints:
                      - lb_endpoints:
                          - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: @TOOL@}}}
            """;

    /** It says the path decoded, without the query, and writes `Host` and the length itself. */
    static SecondReader nginx(URI tool) {
        Nginx nginx = Nginx.before(tool);
        return new SecondReader(
                "nginx",
                nginx.uri(),
                "X-Nginx-Method",
                "X-Nginx-Uri",
                target -> URLDecoder.decode(target.split("[?]", 2)[0].replace("+", "%2B"), StandardCharsets.ISO_8859_1),
                Set.of("host", "content-length", "x-nginx-method", "x-nginx-uri"),
                nginx::close);
    }

    static SecondReader envoy(URI tool) {
        int port = Envoy.freePort();
        Envoy envoy = Envoy.start(
                ENVOY.replace("@PORT@", Integer.toString(port)).replace("@TOOL@", Integer.toString(tool.getPort())),
                port);
        return new SecondReader(
                "Envoy",
                URI.create("http://127.0.0.1:" + port),
                "X-Read-Method",
                "X-Read-Path",
                target -> target,
                Set.of("x-forwarded-proto", "x-read-method", "x-read-path"),
                envoy::close);
    }

    /** Where it read or passed on something else than the door sent to the tool alone. */
    List<String> differences(String attack, List<RecordingTool.Seen> alone, List<RecordingTool.Seen> behind) {
        if (alone.size() != behind.size()) {
            return List.of(attack + ": " + alone.size() + " requests, behind " + name + " " + behind.size());
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            RecordingTool.Seen sent = alone.get(i);
            RecordingTool.Seen passed = behind.get(i);
            String[] line = sent.line().split(" ", -1);
            expect(differences, attack + ": line", sent.line(), passed.line());
            expect(differences, attack + ": body", sent.body(), passed.body());
            expect(differences, attack + ": method", line[0], String.join(" and ", passed.values(methodHeader)));
            expect(
                    differences,
                    attack + ": path",
                    path.apply(line[1]),
                    String.join(" and ", passed.values(pathHeader)));
            expect(differences, attack + ": headers", headers(sent), headers(passed));
        }
        return differences;
    }

    /** All that are not about one connection or how the body is framed there, in one order. */
    private String headers(RecordingTool.Seen seen) {
        return String.join(
                "; ",
                seen.head()
                        .lines()
                        .skip(1)
                        .filter(line -> !line.isEmpty())
                        .map(line -> {
                            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                            return name + ": "
                                    + line.substring(name.length() + 1).strip();
                        })
                        .filter(line -> !changes.contains(line.substring(0, line.indexOf(':')))
                                && !line.startsWith("connection:")
                                && !line.startsWith("transfer-encoding:"))
                        .map(line -> NEW_ID.matcher(line).replaceAll("x-omnia-request-id: new"))
                        .sorted()
                        .toList());
    }

    private void expect(List<String> differences, String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            differences.add(what + " `" + expected + "`, behind " + name + " `" + actual + "`");
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
