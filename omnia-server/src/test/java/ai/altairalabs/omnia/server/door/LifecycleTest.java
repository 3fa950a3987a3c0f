package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.ForwardingTest.REFUND;
import static ai.altairalabs.omnia.server.door.ForwardingTest.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Doors under load while something changes. */
@Timeout(300) // ends a test that would hang; nothing here takes that long
class LifecycleTest {
    private static final int CLIENTS = 16;

    /** Clients that keep asking on kept connections until they are told to stop or the door takes no more. */
    private static final class Load implements AutoCloseable {
        private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<?>> clients = new ArrayList<>();
        private final CountDownLatch begun = new CountDownLatch(CLIENTS);
        private final AtomicInteger answered = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private volatile boolean stop;

        Load(DoorFixture door, String body) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(executor.submit(() -> ask(door, body)));
            }
        }

        private void ask(DoorFixture door, String body) {
            boolean first = true;
            try {
                while (!stop) {
                    try (RawClient client = door.client()) {
                        boolean goesOn = true;
                        while (goesOn && !stop) {
                            RawClient.Answer answer =
                                    client.send(refund("", body)).read();
                            check(answer);
                            answered.incrementAndGet();
                            if (first) {
                                begun.countDown();
                                first = false;
                            }
                            goesOn = answer.values("Connection").isEmpty();
                        }
                    } catch (ConnectException e) {
                        return;
                    }
                }
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }

        private void check(RawClient.Answer answer) {
            if (answer.status() != 200 && answer.status() != 403) {
                failures.add(answer.head() + answer.body());
            }
            if (answer.status() == 403 && !answer.body().contains("\"rule\":\"max-refund-amount\"")) {
                failures.add(answer.body());
            }
        }

        void awaitAnswers(int more) throws InterruptedException {
            int enough = answered.get() + more;
            while (answered.get() < enough) {
                assertThat(failures).isEmpty();
                Thread.sleep(1);
            }
        }

        void join() throws Exception {
            for (Future<?> each : clients) {
                each.get();
            }
            assertThat(failures).isEmpty();
        }

        @Override
        public void close() {
            stop = true;
            executor.close();
        }
    }

    @Test
    void no_request_is_lost_when_the_door_is_drained_under_load() throws Exception {
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    Thread.sleep(5);
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                Load load = new Load(door, REFUND)) {
            load.begun.await();
            load.awaitAnswers(200);
            door.door().drain(Duration.ofMinutes(2));
            load.join();
            assertThat(tool.seen()).hasSize(load.answered.get());
            assertThatThrownBy(door::client).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void whoever_waits_to_be_accepted_when_the_door_is_drained_is_served() throws Exception {
        List<RawClient> waiting = new ArrayList<>();
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door =
                        DoorFixture.before(tool).with(s -> s.withThreads(1)).start()) {
            waiting.add(door.client().send(refund("", REFUND).replace("Bearer support", "Bearer held")));
            door.authenticator().awaitHolding();
            for (int i = 0; i < 100; i++) {
                waiting.add(door.client().send(refund("", REFUND)));
            }
            Thread draining = Thread.ofPlatform().start(() -> door.door().drain(Duration.ofMinutes(2)));
            while (draining.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            door.authenticator().release();
            for (RawClient client : waiting) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
            draining.join();
            assertThat(tool.seen()).hasSize(101);
        } finally {
            for (RawClient client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void draining_waits_for_a_call_and_not_for_idle_connections() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    go.await();
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool)
                        .with(settings -> settings.withTimeouts(DoorTimeouts.DEFAULT))
                        .start();
                RawClient idle = door.client();
                RawClient busy = door.client()) {
            busy.send(refund("", REFUND));
            while (tool.seen().isEmpty()) {
                Thread.sleep(1);
            }
            Thread draining = Thread.startVirtualThread(() -> door.door().drain(Duration.ofHours(1)));
            assertThat(idle.isClosed()).isTrue();
            assertThat(draining.isAlive()).as("a call is under way").isTrue();
            go.countDown();
            RawClient.Answer answer = busy.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("Connection")).containsExactly("close");
            draining.join();
        }
    }

    @Test
    void a_change_of_policies_under_load_loses_nothing_and_mixes_nothing() throws Exception {
        String lax = TestPolicies.GUARDRAILS.replace("> 500.0", "> 1000.0");
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start();
                Load load = new Load(door, "{\"amount\":750,\"reason\":\"r\"}")) {
            for (int i = 0; i < 20; i++) {
                door.policies(TestPolicies.REGISTRY, i % 2 == 0 ? lax : TestPolicies.GUARDRAILS);
                // More than were under way when the policies changed.
                load.awaitAnswers(2 * CLIENTS);
            }
            load.stop = true;
            load.join();
            assertThat(tool.seen()).as("some passed").isNotEmpty();
            assertThat(load.answered.get())
                    .as("and some did not")
                    .isGreaterThan(tool.seen().size());
            tool.seen()
                    .forEach(seen -> assertThat(seen.values("X-Processed-By")).containsExactly("support"));
        }
    }

    @Test
    void an_address_that_is_taken_is_said() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RecordingTool tool = RecordingTool.answering(RecordingTool.OK)) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            assertThatThrownBy(() -> DoorFixture.before(tool)
                            .with(s -> DoorSettings.of(
                                    address, s.upstream(), s.decision().namespace()))
                            .start())
                    .hasMessageContaining("cannot listen on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://tool",
                "http:///v1",
                "tool:8080",
                "http://tool/v1",
                "http://tool?x=1",
                "http://user@tool",
                "http://tool#x"
            })
    void an_upstream_is_a_scheme_a_host_and_a_port(String upstream) {
        assertThatThrownBy(() -> DoorSettings.of(new InetSocketAddress(0), URI.create(upstream), "production"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
