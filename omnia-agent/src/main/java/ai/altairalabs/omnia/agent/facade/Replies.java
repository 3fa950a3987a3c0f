package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Short JSON answers. */
final class Replies {
    private Replies() {}

    /** Answers with this JSON. */
    static Future<Void> json(HttpServerResponse response, int status, JsonNode body) {
        if (response.ended() || response.closed()) {
            return Future.failedFuture("the client is gone");
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        return response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toString());
    }

    /** An error as every door of the product words it. */
    static ObjectNode error(String code, String message) {
        return Json.object().put("error", code).put("message", message);
    }

    /** An error as clients of chat completions read it. */
    static ObjectNode openAiError(int status, String code, String message) {
        ObjectNode error = Json.object();
        error.put("message", message)
                .put("type", status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .put("code", code);
        ObjectNode body = Json.object();
        body.set("error", error);
        return body;
    }
}
