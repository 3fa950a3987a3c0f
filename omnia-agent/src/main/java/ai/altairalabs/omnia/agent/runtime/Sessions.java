package ai.altairalabs.omnia.agent.runtime;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conversations that are remembered. A session belongs to the user who began it: the same id of another user is
 * another session. Safe for use by several threads.
 */
public final class Sessions {
    private final RuntimeLimits limits;
    private final Clock clock;
    private final Map<Key, Session> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String owner, String id) {}

    /** Whether a session could be had. */
    public sealed interface Claim {
        /** It is the caller's until it is closed. */
        record Taken(Session session) implements Claim {}

        /** A turn of it is running. */
        record Busy() implements Claim {}

        /** As many sessions as may be kept are all in a turn. */
        record Full() implements Claim {}
    }

    /** Sessions within these limits. */
    public Sessions(RuntimeLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Takes the owner's session of this id, for one turn; a new one when there is none. */
    public synchronized Claim take(String owner, String id) {
        Instant now = clock.instant();
        forget(now.minus(limits.sessionRest()));
        Key key = new Key(owner, id);
        Session session = kept.get(key);
        if (session == null) {
            if (kept.size() >= limits.sessions() && !forgetOldest()) {
                return new Claim.Full();
            }
            session = new Session(now);
            kept.put(key, session);
        } else if (session.busy) {
            return new Claim.Busy();
        }
        session.busy = true;
        return new Claim.Taken(session);
    }

    /** How many sessions are kept. */
    public synchronized int size() {
        return kept.size();
    }

    private void forget(Instant before) {
        Iterator<Session> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext()) {
            Session session = oldestFirst.next();
            if (!session.busy) {
                if (!session.lastTurn.isBefore(before)) {
                    return;
                }
                oldestFirst.remove();
            }
        }
    }

    private boolean forgetOldest() {
        Iterator<Session> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext()) {
            if (!oldestFirst.next().busy) {
                oldestFirst.remove();
                return true;
            }
        }
        return false;
    }

    /** A conversation, held by one turn at a time. */
    public final class Session implements AutoCloseable {
        private List<ChatMessage> messages = List.of();
        private Instant lastTurn;
        private boolean busy;

        private Session(Instant now) {
            lastTurn = now;
        }

        /** What was said so far, and this. */
        public List<ChatMessage> with(UserMessage message) {
            List<ChatMessage> all = new ArrayList<>(messages);
            all.add(message);
            return trimmed(all);
        }

        /** Keeps a conversation that has come to an answer. */
        public void keep(List<ChatMessage> conversation) {
            messages = List.copyOf(trimmed(conversation));
        }

        /** Gives the session back. */
        @Override
        public void close() {
            synchronized (Sessions.this) {
                lastTurn = clock.instant();
                busy = false;
            }
        }
    }

    /** Without the oldest turns, as far as the limit asks; the last turn stays whole. */
    private List<ChatMessage> trimmed(List<ChatMessage> messages) {
        int chars = 0;
        int from = messages.size();
        for (int i = messages.size() - 1; i >= 0; i--) {
            chars += chars(messages.get(i));
            if (chars > limits.historyChars() && from < messages.size()) {
                break;
            }
            if (messages.get(i) instanceof UserMessage) {
                from = i;
            }
        }
        return messages.subList(from, messages.size());
    }

    private static int chars(ChatMessage message) {
        return switch (message) {
            case UserMessage user -> user.hasSingleText() ? user.singleText().length() : 0;
            case AiMessage ai ->
                (ai.text() == null ? 0 : ai.text().length())
                        + ai.toolExecutionRequests().stream()
                                .mapToInt(call -> call.arguments().length())
                                .sum();
            case ToolExecutionResultMessage result -> result.text().length();
            default -> 0;
        };
    }
}
