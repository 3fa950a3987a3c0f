package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.decision.Decision;

interface Recorder {
    void permitted(ToolCall call, Decision decision, String decisionId, Headers sent, long nanos);

    void refused(ToolCall call, Decision decision, String decisionId, Headers sent, long nanos, Runnable then);
}
