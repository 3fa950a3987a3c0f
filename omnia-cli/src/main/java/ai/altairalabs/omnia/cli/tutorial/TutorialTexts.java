package ai.altairalabs.omnia.cli.tutorial;

/** What the tutorial's page shows, letter for letter; an age is whatever it is. */
final class TutorialTexts {
    static final String AGENT_POLICIES = """
            NAME                    MODE      PHASE    MATCHED   AGE
            support-agent-policy    enforce   Active   1         AGE
            """;

    static final String TOOL_POLICIES_AUDIT = """
            NAME                 REGISTRY         MODE    PHASE    RULES   AGE
            refund-guardrails    customer-tools   audit   Active   2       AGE
            """;

    static final String TOOL_POLICIES_ENFORCE = """
            NAME                 REGISTRY         MODE      PHASE    RULES   AGE
            refund-guardrails    customer-tools   enforce   Active   2       AGE
            """;

    static final String AUDIT_RECORD = """
            {
              "msg": "policy_decision",
              "decision": "deny",
              "wouldDeny": true,
              "mode": "audit",
              "policy": "refund-guardrails",
              "rule": "max-refund-amount",
              "message": "Refund amount exceeds the $500 limit",
              "path": "/v1/refund",
              "method": "POST"
            }""";

    static final String REFUSAL = """
            {
              "error": "policy_denied",
              "rule": "max-refund-amount",
              "message": "Refund amount exceeds the $500 limit"
            }""";

    private TutorialTexts() {}

    /** A table of {@code omnia get} with its ages left out, so that it can be compared. */
    static String withoutAges(String table) {
        return table.replaceAll("(?m)(?<= )(?:[0-9]+[smhdy])+$", "AGE");
    }
}
