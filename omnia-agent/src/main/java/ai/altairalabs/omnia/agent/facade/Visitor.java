package ai.altairalabs.omnia.agent.facade;

import io.vertx.core.Context;
import org.jspecify.annotations.Nullable;

/**
 * A verified user at the other end of a request.
 *
 * @param user who it is
 * @param requestId the request's id
 * @param traceparent the client's trace context, or null
 * @param context the connection's event loop
 */
record Visitor(User user, String requestId, @Nullable String traceparent, Context context) {}
