package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.core.call.Headers;
import ai.altairalabs.omnia.core.call.Identity;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.server.identity.Authentication;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.identity.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Knows five bearer tokens: {@code support}, {@code billing} (no team), {@code new-key} (known after a while), {@code held},
 * which holds up the door's thread until it is released, and {@code expiring}, which expires when it is told to.
 */
final class FakeAuthenticator implements Authenticator {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch holding = new CountDownLatch(1);
    private volatile boolean expired;

    void expire() {
        expired = true;
    }

    void awaitHolding() throws InterruptedException {
        holding.await();
    }

    void release() {
        held.countDown();
    }

    @Override
    public Authentication authenticate(Headers headers, PolicySet policies) {
        String token = headers.get("Authorization");
        if (token == null) {
            return new Authentication.Rejected("a bearer token is required");
        }
        return switch (token) {
            case "Bearer support" -> accept("support", headers);
            case "Bearer billing" -> accept("", headers);
            case "Bearer expiring" ->
                expired ? new Authentication.Rejected("the token has expired") : accept("support", headers);
            case "Bearer held" -> {
                hold();
                yield accept("support", headers);
            }
            case "Bearer new-key" ->
                new Authentication.Pending(new CompletableFuture<Authentication>()
                        .completeOnTimeout(accept("support", headers), 50, TimeUnit.MILLISECONDS));
            case "Bearer one-too-many" -> new Authentication.Overloaded();
            case "Bearer odd" -> new Authentication.Malformed("the claim `team` is no legal header value");
            default -> new Authentication.Rejected("the token is not valid");
        };
    }

    private void hold() {
        holding.countDown();
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Authentication accept(String team, Headers sent) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Omnia-User-Id", "user-1");
        if (!team.isEmpty()) {
            headers.put("X-Omnia-Claim-Team", team);
        }
        headers.put("X-Omnia-Claim-Customer-Id", "C-42");
        String id = sent.get("X-Omnia-Request-Id");
        Identity identity = new Identity("user-1", "", java.util.List.of(), Map.of(), "https://issuer.test");
        return new Authentication.Accepted(
                new Caller("support-agent", "session-1", id == null ? "" : id, identity, headers));
    }
}
