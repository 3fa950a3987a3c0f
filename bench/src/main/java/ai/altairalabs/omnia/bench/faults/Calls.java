package ai.altairalabs.omnia.bench.faults;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All calls of a run with their outcomes; each sender has numbers of its own. */
final class Calls {
    private final List<Sender> senders = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /** One thread's calls. What it does not note down is lost. */
    static final class Sender {
        private final long number;
        private @Nullable Outcome[] outcomes = new @Nullable Outcome[1024];
        private volatile int sent;

        private Sender(int number) {
            this.number = number;
        }

        Call next(int amount) {
            int index = sent;
            if (index == outcomes.length) {
                outcomes = Arrays.copyOf(outcomes, index * 2);
            }
            sent = index + 1;
            return new Call((number << 32) | index, amount);
        }

        void note(Call call, Outcome outcome) {
            outcomes[(int) call.id()] = outcome;
        }

        int sent() {
            return sent;
        }

        private Outcome outcome(int index) {
            Outcome noted = outcomes[index];
            return noted == null ? Outcome.LOST : noted;
        }
    }

    Sender sender() {
        Sender sender = new Sender(next.getAndIncrement());
        senders.add(sender);
        return sender;
    }

    /** How many were sent so far. */
    long sent() {
        return senders.stream().mapToLong(Sender::sent).sum();
    }

    /**
     * Compares both ends, when all senders are done: what was answered reached the tool once, what was refused never did, and
     * nothing reached it twice.
     */
    Row against(Journal.Read tool, String name, String notes) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        long disagreeing = tool.halves();
        for (Sender sender : senders) {
            for (int index = 0; index < sender.sent; index++) {
                Outcome outcome = sender.outcome(index);
                counts.merge(outcome, 1L, Long::sum);
                int reached = tool.times((sender.number << 32) | index);
                boolean agrees = switch (outcome) {
                    case ANSWERED -> reached == 1;
                    case REFUSED -> reached == 0;
                    case LOST, UNAVAILABLE, MISMATCHED -> reached <= 1;
                };
                disagreeing += agrees ? 0 : 1;
            }
        }
        return new Row(
                name,
                sent(),
                counts.getOrDefault(Outcome.ANSWERED, 0L),
                counts.getOrDefault(Outcome.REFUSED, 0L),
                counts.getOrDefault(Outcome.UNAVAILABLE, 0L),
                counts.getOrDefault(Outcome.LOST, 0L),
                counts.getOrDefault(Outcome.MISMATCHED, 0L) + disagreeing,
                tool.total(),
                notes);
    }
}
