package ai.altairalabs.omnia.agent.runtime;

import java.time.Duration;

/**
 * Where a conversation ends.
 *
 * @param toolRounds how often the model may ask for tools in one turn, from 1
 * @param callsPerRound how many tools it may ask for at once, from 1
 * @param turn how long one turn may take, above zero
 * @param answerChars how much text and arguments the model may send in one turn, from 1
 * @param historyChars how much of a session is kept; the oldest turns go first
 * @param sessions how many sessions are kept, from 1; the one that rested longest goes first
 * @param sessionRest how long a session is kept without a message, above zero
 */
public record RuntimeLimits(
        int toolRounds,
        int callsPerRound,
        Duration turn,
        int answerChars,
        int historyChars,
        int sessions,
        Duration sessionRest) {
    /** Ten rounds, five minutes, sessions of half a million characters that rest at most half an hour. */
    public static final RuntimeLimits DEFAULT =
            new RuntimeLimits(10, 16, Duration.ofMinutes(5), 1 << 20, 1 << 19, 1_000, Duration.ofMinutes(30));

    public RuntimeLimits {
        if (toolRounds < 1 || callsPerRound < 1 || answerChars < 1 || historyChars < 1 || sessions < 1) {
            throw new IllegalArgumentException("a limit of the runtime is at least 1");
        }
        if (!turn.isPositive() || !sessionRest.isPositive()) {
            throw new IllegalArgumentException("a time limit of the runtime is above zero");
        }
    }
}
