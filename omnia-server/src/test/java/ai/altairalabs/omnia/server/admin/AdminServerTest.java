package ai.altairalabs.omnia.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.server.metrics.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private volatile String missing = "";
    private AdminServer admin;

    @BeforeEach
    void start() throws Exception {
        admin = AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                metrics,
                List.of(() -> missing, () -> missing.isEmpty() ? "" : "keys have not been fetched"));
    }

    @AfterEach
    void stop() {
        admin.close();
        metrics.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + admin.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void saysThatItLives() throws Exception {
        assertThat(send("GET", "/livez", "").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", "/livez", "").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatIsMissingUntilItIsReady() throws Exception {
        missing = "policies have not been read yet";
        HttpResponse<String> notReady = send("GET", "/readyz", "");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body()).isEqualTo("policies have not been read yet\nkeys have not been fetched\n");
        missing = "";
        assertThat(send("GET", "/readyz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void showsMetrics() throws Exception {
        HttpResponse<String> response = send("GET", "/metrics", "");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).contains("omnia_requests_failed_total{reason=\"malformed\"} 0.0");
    }

    @Test
    void servesAddedRoutes() throws Exception {
        admin.route(
                "POST",
                "/v1/calls",
                request -> new AdminResponse(
                        201,
                        Map.of("X-Seen", request.headers().get("x-test")),
                        request.query() + " " + request.body()));
        HttpResponse<String> response = send("POST", "/v1/calls?a=b", "höre", "X-Test", "yes");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("a=b höre");
        assertThat(response.headers().firstValue("X-Seen")).hasValue("yes");
    }

    @Test
    void refusesWhatItDoesNotServe() throws Exception {
        assertThat(send("GET", "/", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/livez/x", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/livez", "").statusCode()).isEqualTo(405);
    }

    @Test
    void refusesPagesInABrowser() throws Exception {
        admin.route("POST", "/v1/calls", _ -> AdminResponse.json(200, "{}"));
        assertThat(send("POST", "/v1/calls", "{}", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/v1/calls", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesALargeBodyAndHidesFaults() throws Exception {
        admin.route("POST", "/v1/calls", _ -> {
            throw new IllegalStateException("inner detail");
        });
        assertThat(send("POST", "/v1/calls", "x".repeat(AdminServer.MAX_BODY + 1))
                        .statusCode())
                .isEqualTo(413);
        HttpResponse<String> failed = send("POST", "/v1/calls", "{}");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("inner detail");
    }
}
