package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.InMemoryDoor.ORDERS;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.UPLOAD;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.heard;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.say;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.takes;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that do not take in what they are told, and tools that do not take in what they are asked. */
class SlowClientTest {
    private static final Duration LONG_AGO = Duration.ofMinutes(10);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

    /** Timeouts of which clients have this long to take in what they are told. */
    private static DoorTimeouts write(Duration write) {
        return Patient.withClients(Patient.LONG, Patient.LONG, write, Patient.LONG);
    }

    @Test
    void a_tool_that_is_not_listened_to_is_not_late() {
        try (InMemoryDoor door = new InMemoryDoor(write(LONG_AGO.multipliedBy(2)))) {
            say(door.client, ORDERS);
            assertThat(heard(door.tool)).startsWith("GET /v1/orders ");
            takes(door.client, false);

            say(door.tool, "HTTP/1.1 103 Early Hints\r\n\r\n" + ANSWER);
            door.after(LONG_AGO);
            assertThat(door.client.isOpen()).isTrue();
            takes(door.client, true);
            say(door.tool, "data");

            assertThat(heard(door.client)).endsWith("\r\n\r\ndata");
            assertThat(door.records()).isEmpty();
        }
    }

    @Test
    void a_client_that_takes_in_no_announcement_is_cut_off_and_its_request_was_not_late() {
        try (InMemoryDoor door = new InMemoryDoor(write(LONG_AGO.dividedBy(2)))) {
            say(door.client, ORDERS);
            takes(door.client, false);

            say(door.tool, "HTTP/1.1 103 Early Hints\r\n\r\n");
            door.after(LONG_AGO);

            assertThat(door.client.isOpen()).isFalse();
            assertThat(door.tool.isOpen()).isFalse();
            assertThat(heard(door.client)).doesNotContain("408");
            assertThat(door.records()).isEmpty();
        }
    }

    @Test
    void a_client_that_still_sends_while_it_takes_in_no_answer_is_cut_off() {
        try (InMemoryDoor door = new InMemoryDoor(write(LONG_AGO.dividedBy(2)))) {
            say(door.client, UPLOAD + "one");
            assertThat(heard(door.tool)).endsWith("one");
            say(door.tool, ANSWER + "da");
            takes(door.client, false);

            say(door.client, "two");
            assertThat(heard(door.tool)).isEqualTo("two");
            door.after(LONG_AGO);

            assertThat(door.client.isOpen()).isFalse();
            assertThat(door.tool.isOpen()).isFalse();
        }
    }

    @Test
    void refusals_do_not_pile_up_for_a_client_that_takes_in_none() {
        String nobody = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
        try (InMemoryDoor door = new InMemoryDoor(write(LONG_AGO.multipliedBy(2)))) {
            say(door.client, nobody);
            assertThat(heard(door.client)).startsWith("HTTP/1.1 401 ");
            takes(door.client, false);

            say(door.client, nobody.repeat(10));
            assertThat(heard(door.client)).isEmpty();
            assertThat(door.client.config().isAutoRead()).isFalse();

            takes(door.client, true);
            assertThat(heard(door.client).split("HTTP/1.1 401 ", -1)).hasSize(11);
            assertThat(door.client.config().isAutoRead()).isTrue();
        }
    }

    @Test
    void a_client_that_takes_in_no_refusal_is_cut_off() {
        try (InMemoryDoor door = new InMemoryDoor(write(LONG_AGO.dividedBy(2)))) {
            takes(door.client, false);
            say(door.client, ORDERS);
            assertThat(heard(door.tool)).isEmpty();
            takes(door.client, true);
            assertThat(heard(door.tool)).startsWith("GET /v1/orders ");
            takes(door.client, false);
            say(door.tool, "HTTP/1.1 204 No Content\r\n\r\n");
            say(door.client, ORDERS);

            door.after(LONG_AGO);

            assertThat(heard(door.tool)).isEmpty();
            assertThat(door.client.isOpen()).isFalse();
        }
    }

    /** Holds what is written, as a socket does whose peer does not read. */
    private static final class Held extends ChannelOutboundHandlerAdapter {
        private final List<Object> messages = new ArrayList<>();
        private final List<ChannelPromise> promises = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            messages.add(message);
            promises.add(promise);
        }

        void release(ChannelHandlerContext context) {
            for (int i = 0; i < messages.size(); i++) {
                context.write(messages.get(i), promises.get(i));
            }
            messages.clear();
            promises.clear();
            context.flush();
        }
    }

    private static void assertLastAnswerIsWaitedFor(InMemoryDoor door, String request, boolean drains) {
        Held held = new Held();
        door.client.pipeline().addFirst(held);
        say(door.client, request);
        assertThat(heard(door.tool)).startsWith("GET /v1/orders ");
        if (drains) {
            door.drain();
        }
        say(door.tool, ANSWER + "data");

        door.after(Duration.ofSeconds(3));
        assertThat(door.client.isOpen()).isTrue();
        held.release(door.client.pipeline().context(held));
        assertThat(heard(door.client)).endsWith("data");
    }

    @Test
    void a_last_answer_is_not_cut_off_while_the_client_still_takes_it_in() {
        try (InMemoryDoor door = new InMemoryDoor(write(LONG_AGO))) {
            assertLastAnswerIsWaitedFor(door, ORDERS.replace("Host", "Connection: close\r\nHost"), false);
        }
    }

    @Test
    void a_last_answer_is_not_cut_off_when_the_door_drains() {
        Duration all = Patient.LONG;
        DoorTimeouts timeouts = new DoorTimeouts(all, all, all, all, LONG_AGO, all, all, Duration.ofSeconds(1));
        try (InMemoryDoor door = new InMemoryDoor(timeouts)) {
            assertLastAnswerIsWaitedFor(door, ORDERS, true);
        }
    }

    @Test
    void a_client_whose_request_the_tool_does_not_take_in_is_not_slow() {
        DoorTimeouts timeouts = Patient.withClients(Patient.LONG, LONG_AGO.dividedBy(2), Patient.LONG, Patient.LONG);
        String slow = TestPolicies.REGISTRY.replace("- name: upload\n", "- name: upload\n      timeout: 1h\n");
        try (InMemoryDoor door = new InMemoryDoor(timeouts, slow, TestPolicies.GUARDRAILS)) {
            say(door.client, UPLOAD + "one");
            assertThat(heard(door.tool)).endsWith("one");
            takes(door.tool, false);
            say(door.client, "tw");

            door.after(LONG_AGO);
            assertThat(heard(door.client)).isEmpty();
            takes(door.tool, true);
            assertThat(heard(door.tool)).isEqualTo("tw");
            door.after(LONG_AGO);
            assertThat(heard(door.client)).startsWith("HTTP/1.1 408 ");
        }
    }
}
