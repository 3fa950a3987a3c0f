package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.server.http.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a body takes out of the budget, and when it gives it back. */
class BodyCollectorTest {
    private final BodyBudget budget = new BodyBudget(1000);
    private final SpareArrays spare = new SpareArrays();

    private static ByteBuf octets(int count) {
        return Unpooled.copiedBuffer("x".repeat(count), StandardCharsets.US_ASCII);
    }

    @Test
    void a_body_that_is_there_at_once_counts_too() throws Exception {
        BodyCollector collector = new BodyCollector(500, budget, spare);
        BodyReader body = new BodyReader(new Framing.Length(400), false);
        assertThat(collector.collect(body, octets(400))).isEqualTo(BodyCollector.Outcome.TAKEN);
        assertThat(collector.length()).isEqualTo(400);
        assertThat(budget.held()).isEqualTo(400);
        collector.release();
        assertThat(budget.held()).isZero();
    }

    @Test
    void a_body_that_is_there_at_once_stays_where_it_is_without_room() throws Exception {
        assertThat(budget.take(700)).isTrue();
        ByteBuf in = octets(400);
        BodyCollector collector = new BodyCollector(500, budget, spare);
        assertThat(collector.collect(new BodyReader(new Framing.Length(400), false), in))
                .isEqualTo(BodyCollector.Outcome.NO_ROOM);
        assertThat(in.readableBytes()).isEqualTo(400);
        assertThat(budget.held()).isEqualTo(700);
    }

    @Test
    void what_has_arrived_counts_until_the_buffer_is_released() throws Exception {
        BodyCollector collector = new BodyCollector(500, budget, spare);
        BodyReader body = new BodyReader(new Framing.Length(400), false);
        collector.collect(body, octets(100));
        assertThat(budget.held()).isBetween(100L, 200L);
        collector.collect(body, octets(300));
        assertThat(budget.held()).isBetween(400L, 500L);
        ByteBuf message = collector.countedIn(octets(500), ByteBufAllocator.DEFAULT);
        collector.release();
        assertThat(message.readableBytes()).isEqualTo(500);
        assertThat(budget.held()).isBetween(400L, 500L);
        message.release();
        assertThat(budget.held()).isZero();
    }

    @Test
    void a_body_that_is_dropped_gives_back_what_it_took() throws Exception {
        BodyCollector collector = new BodyCollector(500, budget, spare);
        collector.collect(new BodyReader(new Framing.Length(400), false), octets(100));
        collector.release();
        collector.release();
        assertThat(budget.held()).isZero();
    }

    @Test
    void without_room_what_has_arrived_is_kept_and_not_counted() throws Exception {
        assertThat(budget.take(950)).isTrue();
        BodyCollector collector = new BodyCollector(500, budget, spare);
        BodyReader body = new BodyReader(new Framing.Length(400), false);
        assertThat(collector.collect(body, octets(100))).isEqualTo(BodyCollector.Outcome.NO_ROOM);
        assertThat(collector.length()).isEqualTo(100);
        assertThat(budget.held()).isEqualTo(950);
    }

    @Test
    void a_body_beyond_the_limit_is_kept_up_to_the_piece_that_went_too_far() throws Exception {
        BodyCollector collector = new BodyCollector(500, budget, spare);
        BodyReader body = new BodyReader(new Framing.Chunked(), false);
        assertThat(collector.collect(
                        body, Unpooled.copiedBuffer("190\r\n" + "x".repeat(400) + "\r\n", StandardCharsets.US_ASCII)))
                .isEqualTo(BodyCollector.Outcome.TAKEN);
        assertThat(collector.collect(
                        body, Unpooled.copiedBuffer("190\r\n" + "y".repeat(400) + "\r\n", StandardCharsets.US_ASCII)))
                .isEqualTo(BodyCollector.Outcome.TOO_LONG);
        assertThat(collector.length()).isEqualTo(800);
        collector.release();
        assertThat(budget.held()).isZero();
    }
}
