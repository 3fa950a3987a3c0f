package ai.altairalabs.omnia.agent.facade;

import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open conversations over WebSocket. */
final class WebSockets {
    static final short GOING_AWAY = 1001;
    static final short PROTOCOL_ERROR = 1002;
    static final short POLICY_VIOLATION = 1008;
    static final short TOO_BIG = 1009;

    private final Agent agent;
    private final FacadeLimits limits;
    private final Turns turns;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();

    WebSockets(Agent agent, FacadeLimits limits, Turns turns) {
        this.agent = agent;
        this.limits = limits;
        this.turns = turns;
    }

    /** Begins a conversation. On the socket's event loop. */
    void accept(Visitor visitor, ServerWebSocket socket) {
        Conversation conversation = new Conversation(agent, limits, turns, visitor, socket);
        open.add(conversation);
        socket.closeHandler(_ -> {
            open.remove(conversation);
            conversation.ended();
        });
        conversation.begin();
    }

    void closeAll() {
        open.forEach(Conversation::sayGoodbye);
    }
}
