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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Doors under load while something changes. */
class LifecycleTest {
    private static final int CLIENTS = 16;

    /** Keeps asking on kept connections until it is told to stop or the door takes no more. */
    private static void ask(
            DoorFixture door, AtomicBoolean stop, AtomicInteger answered, Queue<String> failures, String body) {
        try {
            while (!stop.get()) {
                try (RawClient client = door.client()) {
                    boolean goesOn = true;
                    while (goesOn && !stop.get()) {
                        RawClient.Answer answer = client.send(refund("", body)).read();
                        if (answer.status() != 200 && answer.status() != 403) {
                            failures.add(answer.head() + answer.body());
                        }
                        if (answer.status() == 403 && !answer.body().contains("\"rule\":\"max-refund-amount\"")) {
                            failures.add(answer.body());
                        }
                        answered.incrementAndGet();
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

    @Test
    void no_request_is_lost_when_the_door_is_drained_under_load() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    Thread.sleep(5);
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                asking.add(executor.submit(() -> ask(door, stop, answered, failures, REFUND)));
            }
            while (answered.get() < 200) {
                Thread.sleep(5);
            }
            door.door().drain(Duration.ofSeconds(20));
            for (Future<?> each : asking) {
                each.get(20, TimeUnit.SECONDS);
            }
            assertThat(failures).isEmpty();
            assertThat(tool.seen()).hasSize(answered.get());
            assertThatThrownBy(door::client).isInstanceOf(ConnectException.class);
        } finally {
            stop.set(true);
        }
    }

    @Test
    void draining_waits_for_a_call_and_not_for_idle_connections() throws Exception {
        try (RecordingTool tool = RecordingTool.serving(request -> {
                    request.read();
                    Thread.sleep(1500);
                    request.answer(RecordingTool.OK);
                    return true;
                });
                DoorFixture door = DoorFixture.before(tool).start();
                RawClient idle = door.client();
                RawClient busy = door.client()) {
            busy.send(refund("", REFUND));
            while (tool.seen().isEmpty()) {
                Thread.sleep(5);
            }
            long began = System.nanoTime();
            door.door().drain(Duration.ofSeconds(60));
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(10);
            RawClient.Answer answer = busy.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("Connection")).containsExactly("close");
            assertThat(idle.isClosed()).isTrue();
        }
    }

    @Test
    void a_change_of_policies_under_load_loses_nothing_and_mixes_nothing() throws Exception {
        String lax = TestPolicies.GUARDRAILS.replace("> 500.0", "> 1000.0");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                DoorFixture door = DoorFixture.before(tool).start();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                asking.add(executor.submit(
                        () -> ask(door, stop, answered, failures, "{\"amount\":750,\"reason\":\"r\"}")));
            }
            for (int i = 0; i < 20; i++) {
                door.policies(TestPolicies.REGISTRY, i % 2 == 0 ? lax : TestPolicies.GUARDRAILS);
                Thread.sleep(50);
            }
            stop.set(true);
            for (Future<?> each : asking) {
                each.get(20, TimeUnit.SECONDS);
            }
            assertThat(failures).isEmpty();
            assertThat(tool.seen()).as("some passed").isNotEmpty();
            assertThat(answered.get())
                    .as("and some did not")
                    .isGreaterThan(tool.seen().size());
            tool.seen()
                    .forEach(seen -> assertThat(seen.values("X-Processed-By")).containsExactly("support"));
        } finally {
            stop.set(true);
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
