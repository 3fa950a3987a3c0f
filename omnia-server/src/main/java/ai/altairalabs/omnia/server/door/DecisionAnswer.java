package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.identity.OmniaHeaders;
import ai.altairalabs.omnia.server.json.JsonLines;

/** Advice as JSON. */
final class DecisionAnswer {
    private static final int LONGEST = 1 << 24;

    private DecisionAnswer() {}

    static byte[] of(Advice advice) {
        JsonLines json = new JsonLines().begin();
        switch (advice) {
            case Advice.PassOn passOn -> {
                json.field("decision", "allow").field("status", 200L);
                if (passOn.decisionId() != null) {
                    json.field("decisionId", passOn.decisionId());
                }
                tree(json, "setHeaders", passOn.changes().set());
                tree(json, "removeHeaders", passOn.changes().remove());
            }
            case Advice.Refuse refuse -> {
                Answer answer = refuse.answer();
                json.field("decision", "deny").field("status", answer.status());
                if (OmniaHeaders.DECISION_ID.equals(answer.headerName())) {
                    json.field("decisionId", answer.headerValue());
                }
                json.field("error", answer.error());
                if (answer.rule() != null) {
                    json.field("rule", answer.rule());
                }
                json.field("message", answer.message());
            }
        }
        return json.end().toBytes();
    }

    private static void tree(JsonLines json, String name, Object value) {
        if (!json.tree(name, value, _ -> false, LONGEST)) {
            throw new IllegalStateException("the headers of a call are too long");
        }
    }
}
