package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bodies take turns in the arrays of an event loop. Whatever their lengths and however they arrive, tool and record get
 * each one as it was sent, and nothing of another.
 */
@Timeout(300) // ends a test that would hang
class ReusedArraysTest {
    private static final int CLIENTS = 8;
    private static final int CALLS = 150;
    private static final int[] LENGTHS = {
        1, 300, 500, 600, 1000, 1024, 1500, 5000, 16_000, 16_384, 20_000, 60_000, 70_000
    };
    private static final String LOGGED =
            TestPolicies.GUARDRAILS + "  audit: {logDecisions: true, redactFields: [filler]}\n";
    private static final String NOT_LOGGED = TestPolicies.GUARDRAILS;
    private static final Pattern RECORD = Pattern.compile("\"arguments\":(\\{.*?\\]\\})");

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, String> permitted = new ConcurrentHashMap<>();

    /** With its number at the start, nested, and at the end; every fifth is refused. */
    private String body(int number, Random random) {
        String filler = Character.toString('a' + number % 26)
                .repeat(LENGTHS[random.nextInt(LENGTHS.length)] + random.nextInt(9));
        int amount = number % 5 == 0 ? 900 : 100;
        return "{\"amount\":" + amount + ",\"reason\":\"r-" + number + "\",\"filler\":\"" + filler
                + "\",\"items\":[{\"number\":" + number + "}," + number + "]}";
    }

    private static String chunked(String body, Random random) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); ) {
            int end = Math.min(body.length(), at + 1 + random.nextInt(9000));
            chunks.append(Integer.toHexString(end - at))
                    .append("\r\n")
                    .append(body, at, end)
                    .append("\r\n");
            at = end;
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    private static void send(RawClient client, String message, int firstPiece, long pause) throws Exception {
        int at = 0;
        for (int piece = firstPiece; at + piece < message.length(); piece = 3 * piece + 500) {
            client.send(message.substring(at, at + piece));
            at += piece;
            Thread.sleep(pause);
        }
        client.send(message.substring(at));
    }

    /**
     * Of the first client the policies change while its bodies come, and then the door has to ask somebody who calls: it holds
     * the body, and others go on meanwhile.
     */
    private Void calls(DoorFixture door, int client) throws Exception {
        Random random = new Random(client);
        try (RawClient connection = door.client()) {
            for (int i = 0; i < (client == 0 ? CALLS / 4 : CALLS); i++) {
                int number = numbers.incrementAndGet();
                String body = body(number, random);
                boolean chunked = random.nextInt(3) == 0;
                String message =
                        "POST /v1/refund HTTP/1.1\r\nHost: tool\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + (client == 0 ? "new-key" : "support") + "\r\n"
                                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length())
                                + "\r\n\r\n"
                                + (chunked ? chunked(body, random) : body);
                if (number % 5 != 0) {
                    permitted.put(number, body);
                }
                if (client == 0) {
                    send(connection, message, message.length() - 3, 100);
                } else {
                    send(connection, message, random.nextInt(3) == 0 ? 1 : message.length(), 1);
                }
                assertThat(connection.read().status()).as(body).isEqualTo(number % 5 == 0 ? 403 : 200);
            }
        }
        return null;
    }

    @Test
    void each_body_reaches_tool_and_record_as_it_was_sent() throws Exception {
        HeldStream written;
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool)
                        .with(settings -> settings.withThreads(1))
                        .start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            written = door.audit();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                all.add(clients.submit(() -> calls(door, client)));
            }
            boolean logged = true;
            while (!all.stream().allMatch(Future::isDone)) {
                door.policies(TestPolicies.REGISTRY, logged ? LOGGED : NOT_LOGGED);
                logged = !logged;
                Thread.sleep(120);
            }
            for (Future<Void> each : all) {
                each.get();
            }

            assertThat(tool.seen()).hasSize(permitted.size());
            for (RecordingTool.Seen seen : tool.seen()) {
                assertThat(seen.line()).as("nothing between two requests").isEqualTo("POST /v1/refund HTTP/1.1");
                assertThat(seen.body()).isEqualTo(permitted.get(numberIn(seen.body())));
            }
        }
        Matcher records = RECORD.matcher(written.text());
        int count = 0;
        for (; records.find(); count++) {
            int number = numberIn(records.group(1));
            assertThat(records.group(1))
                    .isEqualTo("{\"amount\":" + (number % 5 == 0 ? 900 : 100) + ",\"reason\":\"r-" + number
                            + "\",\"filler\":\"***\",\"items\":[{\"number\":" + number + "}," + number + "]}");
        }
        assertThat(count).as("records with arguments").isGreaterThan(20);
    }

    private static int numberIn(String body) {
        return Integer.parseInt(body.replaceAll("(?s).*\"reason\":\"r-(\\d+)\".*", "$1"));
    }
}
