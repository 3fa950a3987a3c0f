package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The decision point, asked by a runtime that does as it is told. */
final class DecisionFront implements Front {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Opened open(DecisionSettings settings, Authenticator authenticator, PolicySource policies, AuditLog audit) {
        DecisionDoor door = DecisionDoor.start(
                Listening.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                settings,
                authenticator,
                policies,
                audit,
                new Metrics());
        HttpClient http = HttpClient.newHttpClient();
        return new Opened() {
            @Override
            public Got send(Sent request) throws IOException {
                HttpResponse<String> response = ask(http, door, JSON.writeValueAsString(question(request)));
                if (response.statusCode() != 200) {
                    throw new AssertionError("it was not asked well: " + response.body());
                }
                return got(request, JSON.readTree(response.body()));
            }

            @Override
            public void close() {
                http.close();
                door.close();
            }
        };
    }

    static HttpResponse<String> ask(HttpClient http, DecisionDoor door, String question) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + door.address().getPort() + "/v1/decision");
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(question))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> question(Sent request) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("method", request.method());
        question.put("path", request.path());
        if (request.target().contains("?")) {
            question.put("query", request.target().split("[?]", 2)[1]);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers()
                .forEach(field -> headers.computeIfAbsent(field.getKey(), _ -> new ArrayList<>())
                        .add(field.getValue()));
        boolean announced = headers.keySet().removeIf(name -> name.equalsIgnoreCase("Content-Length"));
        question.put("headers", headers);
        if (request.body().length() > 0 || announced) {
            question.put(
                    "bodyBase64",
                    Base64.getEncoder().encodeToString(request.body().bytes()));
        }
        return question;
    }

    private static Got got(Sent request, JsonNode answer) {
        if (answer.get("decision").asString().equals("allow")) {
            return Got.passedOn(request, after(request, answer));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        for (String field : List.of("error", "rule", "message")) {
            if (answer.has(field)) {
                body.put(field, answer.get(field).asString());
            }
        }
        Map<String, String> fields = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        if (answer.has("decisionId")) {
            fields.put("X-Omnia-Decision-Id", answer.get("decisionId").asString());
        }
        return Got.refused(answer.get("status").asInt(), fields, JSON.writeValueAsString(body));
    }

    private static List<Map.Entry<String, String>> after(Sent request, JsonNode answer) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        request.headers()
                .forEach(field -> fields.add(Map.entry(field.getKey().toLowerCase(Locale.ROOT), field.getValue())));
        answer.get("removeHeaders")
                .forEach(name -> fields.removeIf(field -> field.getKey().equals(name.asString())));
        answer.get("setHeaders").properties().forEach(set -> {
            fields.removeIf(field -> field.getKey().equals(set.getKey()));
            fields.add(Map.entry(set.getKey(), set.getValue().asString()));
        });
        return fields;
    }
}
