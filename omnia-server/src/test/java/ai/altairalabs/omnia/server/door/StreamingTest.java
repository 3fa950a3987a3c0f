package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are passed on while they come. */
@Timeout(300) // ends a test that would hang
class StreamingTest {
    private static final long LARGE = 100L << 20;
    private static final String UPLOAD =
            "POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\nContent-Length: ";

    private static void skip(InputStream in, long octets, AtomicLong count) throws IOException {
        byte[] buffer = new byte[65536];
        while (count.get() < octets) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, octets - count.get()));
            if (read < 0) {
                throw new IOException("cut");
            }
            count.addAndGet(read);
        }
    }

    private static long held() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void a_large_body_passes_with_little_memory_at_the_pace_of_a_slow_tool() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    go.await();
                    skip(request.in, LARGE, received);
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            long before = held();
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send(UPLOAD + LARGE + "\r\n\r\n");
                    byte[] part = new byte[1 << 16];
                    while (sent.get() < LARGE) {
                        client.send(part);
                        sent.addAndGet(part.length);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Thread.sleep(1000);
            assertThat(sent.get()).as("sent while the tool takes nothing").isLessThan(40L << 20);
            assertThat(held() - before).as("held by the door").isLessThan(16L << 20);
            go.countDown();
            assertThat(client.read().status()).isEqualTo(200);
            sending.get();
            assertThat(received).hasValue(LARGE);
        }
    }

    @Test
    void a_large_answer_passes_with_little_memory_at_the_pace_of_a_slow_client() throws Exception {
        AtomicLong written = new AtomicLong();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    request.answer("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                    byte[] part = new byte[1 << 16];
                    while (written.get() < LARGE) {
                        request.out.write(part);
                        written.addAndGet(part.length);
                    }
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            long before = held();
            client.send("GET /v1/orders HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            Thread.sleep(1000);
            assertThat(written.get())
                    .as("written while the client takes nothing")
                    .isLessThan(40L << 20);
            assertThat(held() - before).as("held by the door").isLessThan(16L << 20);
            AtomicLong received = new AtomicLong();
            skip(client.in(), LARGE, received);
            assertThat(received).hasValue(LARGE);
        }
    }

    @Test
    void a_client_that_reads_no_answers_is_not_read_either() throws Exception {
        ByteBuffer requests = ByteBuffer.wrap(
                "GET /a HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        long enough = 20L << 20;
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start();
                SocketChannel client = SocketChannel.open(door.address())) {
            client.configureBlocking(false);
            long before = held();
            long sent = 0;
            long last = System.nanoTime();
            while (sent < enough && System.nanoTime() - last < 2_000_000_000L) {
                int more = client.write(requests);
                if (more > 0) {
                    sent += more;
                    last = System.nanoTime();
                }
                if (!requests.hasRemaining()) {
                    requests.rewind();
                }
            }
            assertThat(sent).as("taken in while the client takes nothing").isLessThan(enough);
            assertThat(held() - before).as("held by the door").isLessThan(16L << 20);
        }
    }

    @Test
    void events_arrive_when_they_are_sent() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    request.answer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
                    second.await();
                    request.answer("9\r\ndata: 2\n\n\r\n");
                    end.await();
                    request.answer("0\r\n\r\n");
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            client.send("GET /v1/orders HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n\r\n");
            assertThat(client.readHead()).contains("text/event-stream");
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII)).isEqualTo("data: 1\n\n");
            second.countDown();
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII)).isEqualTo("data: 2\n\n");
            end.countDown();
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void parts_of_a_request_arrive_when_they_are_sent() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    first.complete(new String(request.in.readNBytes(8), StandardCharsets.US_ASCII));
                    request.in.readNBytes(8 + 5);
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            client.send("POST /v1/upload HTTP/1.1\r\nHost: tool\r\nAuthorization: Bearer support\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
            assertThat(first.get()).isEqualTo("3\r\none\r\n");
            client.send("3\r\ntwo\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_tool_that_answers_early_is_heard() throws Exception {
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.answer("HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 4\r\n\r\nfull");
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient client = door.client()) {
            client.send(UPLOAD + LARGE + "\r\n\r\nabc");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.body()).isEqualTo("full");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void the_allocator_is_the_one_that_is_measured() {
        assertThat(ByteBufAllocator.DEFAULT).isInstanceOf(AdaptiveByteBufAllocator.class);
    }
}
