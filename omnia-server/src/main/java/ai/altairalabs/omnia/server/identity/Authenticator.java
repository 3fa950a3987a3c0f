package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.decision.PolicySet;

/** Finds out who calls: one implementation for each identity mode. Never blocks: it is called on an event loop. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Who sent a request with these headers. The door has already refused doubled {@code X-Omnia-*} names.
     *
     * @param headers all that the caller sent
     * @param policies the set in force for this request: it holds the claim mapping
     */
    Authentication authenticate(Headers headers, PolicySet policies);
}
