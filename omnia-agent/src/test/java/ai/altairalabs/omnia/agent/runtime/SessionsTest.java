package ai.altairalabs.omnia.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.runtime.Sessions.Claim;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final MovableClock clock = new MovableClock();
    private final Sessions sessions =
            new Sessions(new RuntimeLimits(1, 1, Duration.ofSeconds(1), 100, 20, 2, Duration.ofMinutes(1)), clock);

    @Test
    void remembersWhatWasSaid() {
        converse("ann", "s", "question", "answer");
        assertThat(conversation("ann", "s", "next"))
                .containsExactly(UserMessage.from("question"), AiMessage.from("answer"), UserMessage.from("next"));
    }

    @Test
    void keepsTheSessionsOfTwoUsersApart() {
        converse("ann", "s", "secret", "kept");
        assertThat(conversation("bob", "s", "hi")).containsExactly(UserMessage.from("hi"));
    }

    @Test
    void letsOneTurnInAtATime() {
        try (Sessions.Session _ = taken(sessions.take("ann", "s"))) {
            assertThat(sessions.take("ann", "s")).isInstanceOf(Claim.Busy.class);
            taken(sessions.take("ann", "other")).close();
        }
        assertThat(sessions.take("ann", "s")).isInstanceOf(Claim.Taken.class);
    }

    @Test
    void dropsTheOldestTurnsWhole() {
        converse("ann", "s", "0123456789", "01234");
        converse("ann", "s", "second", "reply");
        assertThat(conversation("ann", "s", "x"))
                .containsExactly(UserMessage.from("second"), AiMessage.from("reply"), UserMessage.from("x"));
        String longer = "a message longer than the whole limit";
        assertThat(conversation("ann", "s", longer)).containsExactly(UserMessage.from(longer));
    }

    @Test
    void forgetsTheSessionThatRestedLongest() {
        converse("ann", "1", "a", "b");
        converse("ann", "2", "c", "d");
        converse("ann", "3", "e", "f");
        assertThat(sessions.size()).isEqualTo(2);
        assertThat(conversation("ann", "2", "x")).hasSize(3);
    }

    @Test
    void takesNoMoreThanItMayKeep() {
        sessions.take("ann", "1");
        sessions.take("ann", "2");
        assertThat(sessions.take("ann", "3")).isInstanceOf(Claim.Full.class);
    }

    @Test
    void forgetsWhatRestedTooLong() {
        converse("ann", "1", "a", "b");
        clock.now = clock.now.plusSeconds(61);
        assertThat(conversation("ann", "1", "x")).containsExactly(UserMessage.from("x"));
    }

    private void converse(String owner, String id, String question, String answer) {
        try (Sessions.Session session = taken(sessions.take(owner, id))) {
            List<ChatMessage> all = new java.util.ArrayList<>(session.with(UserMessage.from(question)));
            all.add(AiMessage.from(answer));
            session.keep(all);
        }
    }

    private List<ChatMessage> conversation(String owner, String id, String question) {
        try (Sessions.Session session = taken(sessions.take(owner, id))) {
            return session.with(UserMessage.from(question));
        }
    }

    private static Sessions.Session taken(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Taken.class);
        return ((Claim.Taken) claim).session();
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-11-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
