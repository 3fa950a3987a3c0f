package ai.altairalabs.omnia.server.door;

import static ai.altairalabs.omnia.server.door.InMemoryDoor.ORDERS;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.UPLOAD;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.heard;
import static ai.altairalabs.omnia.server.door.InMemoryDoor.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What goes wrong inside of the door ends one connection, wherever it happens: nobody waits on, and others are served. */
class ContainedFaultTest {
    /** Memory that runs out when the test says so. */
    private static final class Memory extends AbstractByteBufAllocator {
        private int left = Integer.MAX_VALUE;

        Memory() {
            super(true);
        }

        @Override
        protected ByteBuf newHeapBuffer(int initial, int max) {
            return new UnpooledHeapByteBuf(this, initial, max);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initial, int max) {
            if (left-- <= 0) {
                throw new OutOfMemoryError("cannot reserve direct buffer memory");
            }
            return new UnpooledDirectByteBuf(this, initial, max);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private final Memory memory = new Memory();

    private InMemoryDoor door(DoorTimeouts timeouts) {
        InMemoryDoor door = new InMemoryDoor(timeouts);
        door.client.config().setAllocator(memory);
        return door;
    }

    @Test
    void in_a_request_of_its_own() {
        try (InMemoryDoor door = door(Patient.TIMEOUTS)) {
            memory.left = 0;
            say(door.client, ORDERS);
            door.client.runPendingTasks();

            assertThat(door.client.isOpen()).isFalse();
            assertThat(door.records()).contains("\"msg\":\"request_refused\"", "\"reason\":\"internal\"");
        }
    }

    @Test
    void once_the_caller_is_known_late() throws Exception {
        try (InMemoryDoor door = door(Patient.TIMEOUTS)) {
            say(door.client, ORDERS.replace("support", "new-key"));
            memory.left = 0;
            while (door.client.isOpen()) {
                Thread.sleep(10);
                door.client.runPendingTasks();
            }
            assertThat(door.records()).contains("\"reason\":\"internal\"");
        }
    }

    @Test
    void in_a_request_that_follows_an_answer() {
        try (InMemoryDoor door = door(Patient.TIMEOUTS)) {
            say(door.client, ORDERS + ORDERS);
            assertThat(heard(door.tool)).startsWith("GET /v1/orders ");
            memory.left = 1;
            say(door.tool, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndata");
            door.client.runPendingTasks();

            assertThat(heard(door.client)).endsWith("data");
            assertThat(door.client.isOpen()).isFalse();
            assertThat(door.tool.isOpen()).isTrue();
        }
    }

    @Test
    void in_the_tools_answer() {
        try (InMemoryDoor door = door(Patient.TIMEOUTS)) {
            say(door.client, ORDERS);
            memory.left = 0;
            say(door.tool, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndata");
            door.client.runPendingTasks();

            assertThat(door.client.isOpen()).isFalse();
            assertThat(door.tool.isOpen()).isFalse();
        }
    }

    @Test
    void when_the_tool_has_gone() {
        try (InMemoryDoor door = door(Patient.TIMEOUTS)) {
            say(door.client, UPLOAD + "onetwo");
            memory.left = 0;
            door.tool.close();
            door.client.runPendingTasks();

            assertThat(door.client.isOpen()).isFalse();
        }
    }

    @Test
    void when_somebody_has_waited_too_long() throws Exception {
        DoorTimeouts hurried = Patient.withClients(Duration.ofMillis(1), Patient.LONG, Patient.LONG, Patient.LONG);
        try (InMemoryDoor door = door(hurried)) {
            say(door.client, "GET /v1/o");
            say(door.other, "GET /v1/o");
            memory.left = 0;
            Thread.sleep(20);
            door.tick(20);

            assertThat(door.client.isOpen()).isFalse();
            assertThat(heard(door.other)).startsWith("HTTP/1.1 408 ");
        }
    }
}
