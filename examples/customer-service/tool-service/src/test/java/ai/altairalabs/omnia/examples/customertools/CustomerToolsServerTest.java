package ai.altairalabs.omnia.examples.customertools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CustomerToolsServerTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path directory;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private Path database;
    private CustomerToolsServer server;

    @BeforeEach
    void start() throws Exception {
        database = directory.resolve("shop.db");
        server = CustomerToolsServer.start(0, database, new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        client.close();
    }

    @Test
    void looksUpAnOrder() throws Exception {
        HttpResponse<String> answer = post("/v1/orders/lookup", "{\"order_id\":\"O-1002\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"order_id\":\"O-1002\",\"customer_id\":\"C-42\",\"item\":\"box of filters\","
                        + "\"total\":18.50,\"status\":\"shipped\",\"placed_on\":\"2026-11-03\"}");
    }

    @Test
    void checksTheStatusOfAnOrderByItsQuery() throws Exception {
        HttpResponse<String> answer = send(request("/v1/orders/status?order_id=O%2D1004"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"order_id\":\"O-1004\",\"status\":\"processing\"}");
    }

    @Test
    void aRefundIsWrittenIntoTheDatabase() throws Exception {
        HttpResponse<String> answer = send(request("/v1/refund")
                .header("X-Processed-By", "support")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"order_id\":\"O-1001\",\"amount\":100,\"reason\":\"broken\"}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"refund_id\":\"R-1\",\"order_id\":\"O-1001\",\"amount\":100.00,\"status\":\"refunded\"}");
        assertThat(rows("SELECT order_id || ' ' || amount_cents || ' ' || reason || ' ' || processed_by FROM refunds"))
                .isEqualTo("O-1001 10000 broken support");
    }

    @Test
    void aRefundNeedsNoReasonHere() throws Exception {
        assertThat(post("/v1/refund", "{\"order_id\":\"O-1001\",\"amount\":750}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refundsOfAnOrderNeverExceedItsTotal() throws Exception {
        String half = "{\"order_id\":\"O-1004\",\"amount\":32.00}";
        assertThat(post("/v1/refund", half).statusCode()).isEqualTo(200);
        assertThat(post("/v1/refund", half).statusCode()).isEqualTo(200);
        HttpResponse<String> third = post("/v1/refund", "{\"order_id\":\"O-1004\",\"amount\":0.01}");
        assertThat(third.statusCode()).isEqualTo(409);
        assertThat(third.body()).contains("refund_exceeds_order");
        assertThat(rows("SELECT sum(amount_cents) FROM refunds")).isEqualTo("6400");
    }

    @Test
    void refundsAtTheSameTimeDoNotExceedTheTotalEither() throws Exception {
        Callable<Integer> refund = () ->
                post("/v1/refund", "{\"order_id\":\"O-1004\",\"amount\":10}").statusCode();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses = threads
                    .invokeAll(IntStream.range(0, 20).mapToObj(_ -> refund).toList())
                    .stream()
                    .map(done -> done.resultNow())
                    .toList();
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(6);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(14);
        }
        assertThat(rows("SELECT sum(amount_cents) FROM refunds")).isEqualTo("6000");
    }

    @Test
    void deletesAnAccountOnce() throws Exception {
        assertThat(rows("SELECT count(*) FROM accounts WHERE id = 'C-42'")).isEqualTo("1");
        assertThat(post("/v1/accounts/delete", "{\"customer_id\":\"C-42\"}").body())
                .isEqualTo("{\"customer_id\":\"C-42\",\"deleted\":true}");
        assertThat(rows("SELECT count(*) FROM accounts WHERE id = 'C-42'")).isEqualTo("0");
        assertThat(post("/v1/accounts/delete", "{\"customer_id\":\"C-42\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFileThatIsThereKeepsItsRows() throws Exception {
        assertThat(post("/v1/accounts/delete", "{\"customer_id\":\"C-43\"}").statusCode())
                .isEqualTo(200);
        server.close();
        server = CustomerToolsServer.start(0, database, new PrintStream(log, true, StandardCharsets.UTF_8));
        assertThat(rows("SELECT group_concat(id) FROM (SELECT id FROM accounts ORDER BY id)"))
                .isEqualTo("C-42,C-44");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    /v1/orders/lookup   | {}                                       | `order_id` is missing
                    /v1/orders/lookup   | {"order_id":" "}                         | `order_id` is missing
                    /v1/orders/lookup   | {"order_id":7}                           | `order_id` must be a text
                    /v1/orders/lookup   | [1]                                      | the body must be a JSON object
                    /v1/orders/lookup   | {"order_id":                             | the body must be a JSON object
                    /v1/orders/lookup   | {"order_id":"a","order_id":"b"}          | the body must be a JSON object
                    /v1/refund          | {"order_id":"O-1001"}                    | `amount` must be a number
                    /v1/refund          | {"order_id":"O-1001","amount":"100"}     | `amount` must be a number
                    /v1/refund          | {"order_id":"O-1001","amount":0}         | `amount` must be above 0
                    /v1/refund          | {"order_id":"O-1001","amount":-5}        | `amount` must be above 0
                    /v1/refund          | {"order_id":"O-1001","amount":1000001}   | `amount` must be above 0 and at most
                    /v1/refund          | {"order_id":"O-1001","amount":1.005}     | at most two decimals
                    /v1/accounts/delete | {}                                       | `customer_id` is missing
                    """)
    void refusesWhatItCannotServe(String path, String body, String message) throws Exception {
        HttpResponse<String> answer = post(path, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.get("error").stringValue()).isEqualTo("invalid_request");
        assertThat(json.get("message").stringValue()).contains(message);
        assertThat(rows("SELECT count(*) FROM refunds")).isEqualTo("0");
        assertThat(rows("SELECT count(*) FROM accounts")).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({"/v1/orders/status", "/v1/orders/status?order_id=O-1001&order_id=O-1002", "/v1/orders/status?order_id"})
    void refusesAQueryThatNamesNoSingleOrder(String path) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesMoreThanOneMebibyte() throws Exception {
        assertThat(post("/v1/refund", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void knowsOnlyItsOwnPathsAndMethods() throws Exception {
        assertThat(post("/v1/refund/", "{}").statusCode()).isEqualTo(404);
        assertThat(post("/v1/refunds", "{}").statusCode()).isEqualTo(404);
        HttpResponse<String> get = send(request("/v1/refund"));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("allow")).contains("POST");
        assertThat(post("/v1/orders/lookup", "{\"order_id\":\"O-9\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void logsWhatItReceivedAndNoSecret() throws Exception {
        send(request("/v1/refund?trace=1")
                .header("Authorization", "Bearer s3cr3t-token")
                .header("Cookie", "sid=s3cr3t-cookie")
                .header("X-Omnia-Claim-Team", "support")
                .POST(HttpRequest.BodyPublishers.ofString("{\"order_id\":\"O-1001\"}")));
        assertThat(send(request("/healthz")).body()).isEqualTo("{\"status\":\"ok\"}");
        String text = log.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("s3cr3t").endsWith("\n");
        assertThat(text.lines()).hasSize(1);
        JsonNode line = JSON.readTree(text);
        assertThat(line.get("method").stringValue()).isEqualTo("POST");
        assertThat(line.get("path").stringValue()).isEqualTo("/v1/refund");
        assertThat(line.get("query").stringValue()).isEqualTo("trace=1");
        assertThat(line.get("body").stringValue()).isEqualTo("{\"order_id\":\"O-1001\"}");
        JsonNode headers = line.get("headers");
        assertThat(headers.get("x-omnia-claim-team").stringValue()).isEqualTo("support");
        assertThat(headers.get("authorization").stringValue()).isEqualTo("***");
        assertThat(headers.get("cookie").stringValue()).isEqualTo("***");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String rows(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
