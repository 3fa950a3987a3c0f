package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One message to the agent and its whole answer.
 *
 * @param text what the agent said in the end
 * @param transcript what came over the wire, a line each, without the pieces of the text
 * @param reached the requests that reached the tool service because of it
 */
record Conversation(String text, String transcript, List<ToolService.Request> reached) {
    private static final int SECONDS = 60;

    /** A request of an OpenAI client. */
    static Map<String, Object> request(String message) {
        return Http.object("model", World.AGENT, "messages", List.of(Http.object("role", "user", "content", message)));
    }

    /** By {@code POST /v1/chat/completions}. */
    static Conversation overChatCompletions(World world, String token, String message)
            throws IOException, InterruptedException {
        int before = world.tools().requests().size();
        URI uri = world.up().facade("rest").resolve("/v1/chat/completions");
        Http.Answer answer = world.http().post(uri, request(message), "Authorization", "Bearer " + token);
        return new Conversation(content(answer), answer.body(), since(world, before));
    }

    /** By {@code /ws}. */
    static Conversation overWebSocket(World world, String token, String message)
            throws IOException, InterruptedException {
        int before = world.tools().requests().size();
        String address = world.up().facade("websocket").toString().replaceFirst("^http", "ws");
        Listener listener = new Listener();
        WebSocket socket = world.http()
                .client()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(address).resolve("/ws"), listener)
                .join();
        socket.sendText(Json.write(Http.object("type", "message", "content", message)), true)
                .join();
        List<String> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean more = true;
        while (more) {
            String line = listener.next();
            Map<String, @Nullable Object> event = Json.readObject(line);
            if ("chunk".equals(event.get("type"))) {
                text.append(event.get("content"));
            } else {
                lines.add(line);
            }
            more = !"done".equals(event.get("type")) && !"error".equals(event.get("type"));
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        return new Conversation(text.toString(), String.join("\n", lines), since(world, before));
    }

    private static List<ToolService.Request> since(World world, int before) throws IOException {
        List<ToolService.Request> all = world.tools().requests();
        return all.subList(before, all.size());
    }

    /** What the assistant said, or the whole answer when it is none. */
    private static String content(Http.Answer answer) {
        if (answer.status() == 200
                && Json.readObject(answer.body()).get("choices") instanceof List<?> choices
                && choices.getFirst() instanceof Map<?, ?> choice
                && choice.get("message") instanceof Map<?, ?> message) {
            return String.valueOf(message.get("content"));
        }
        return answer.status() + " " + answer.body();
    }

    /** Collects messages. */
    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        String next() throws InterruptedException {
            String message = messages.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new CannotDo("the agent said nothing for " + SECONDS + " s");
            }
            return message;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
