package ai.altairalabs.omnia.cli.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible model that does as it is told: a user's message {@code TOOL ARGUMENTS} becomes a call of that tool,
 * offered or not, and the tool's answer is what it says. It keeps which tools it was offered.
 */
final class ChatModel implements AutoCloseable {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<List<String>> offers = new CopyOnWriteArrayList<>();

    ChatModel() throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] answer = answer(
                                JACKSON.readTree(exchange.getRequestBody().readAllBytes()))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The names of the tools that it was offered last. */
    List<String> offered() {
        return offers.getLast();
    }

    private String answer(JsonNode request) {
        offers.add(request.path("tools")
                .valueStream()
                .map(tool -> tool.path("function").path("name").asString())
                .sorted()
                .toList());
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        String said = last.path("content").asString();
        ObjectNode delta = JACKSON.createObjectNode();
        if (last.path("role").asString().equals("user")) {
            int space = said.indexOf(' ');
            ObjectNode call =
                    delta.putArray("tool_calls").addObject().put("index", 0).put("id", "call-" + offers.size());
            call.put("type", "function")
                    .putObject("function")
                    .put("name", said.substring(0, space))
                    .put("arguments", said.substring(space + 1));
            return events(delta, "tool_calls");
        }
        return events(delta.put("role", "assistant").put("content", said), "stop");
    }

    private static String events(ObjectNode delta, String reason) {
        return event(delta, null) + event(JACKSON.createObjectNode(), reason) + "data: [DONE]\n\n";
    }

    private static String event(ObjectNode delta, String reason) {
        ObjectNode chunk = JACKSON.createObjectNode().put("id", "c").put("object", "chat.completion.chunk");
        ObjectNode choice = chunk.put("model", "m").putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", reason).set("delta", delta);
        return "data: " + chunk + "\n\n";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
