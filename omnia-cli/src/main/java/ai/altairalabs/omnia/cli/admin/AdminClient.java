package ai.altairalabs.omnia.cli.admin;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the admin port of a running {@code omnia up}. */
public final class AdminClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI admin;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    /** For this admin port, {@code http://HOST:PORT}. */
    public AdminClient(URI admin) {
        this.admin = admin;
    }

    /** What it answered. */
    public record Answer(int status, String body) {}

    /**
     * The JSON object at a path.
     *
     * @throws CannotDo if there is no such answer
     */
    public Map<String, @Nullable Object> get(String path) {
        Answer answer = send(request(path).GET().build());
        if (answer.status() != 200) {
            throw new CannotDo("`omnia up` answered " + answer.status() + " at " + admin + path);
        }
        try {
            return Json.readObject(answer.body());
        } catch (Json.NotJson _) {
            throw new CannotDo("what listens on " + admin + " is no `omnia up`");
        }
    }

    /**
     * Posts a JSON object.
     *
     * @param token the user's bearer token; null: none
     */
    public Answer post(String path, Map<String, ?> body, @Nullable String token) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(admin.resolve(path)).timeout(TIMEOUT);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException _) {
            throw new CannotDo("`omnia up` does not answer at " + admin);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CannotDo("interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
