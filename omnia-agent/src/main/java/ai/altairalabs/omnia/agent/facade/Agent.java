package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.runtime.AgentLoop;
import ai.altairalabs.omnia.agent.runtime.Sessions;
import java.time.Clock;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * The agent behind a facade.
 *
 * @param name the AgentRuntime's name, which is also the model's name for clients of chat completions
 * @param loop answers
 * @param sessions what is remembered between messages
 * @param users who may come in
 * @param contexts signs for them
 * @param ready whether policies are loaded; before that nobody gets in
 * @param clock says when a token has ended
 */
public record Agent(
        String name,
        AgentLoop loop,
        Sessions sessions,
        UserVerifier users,
        ContextMint contexts,
        BooleanSupplier ready,
        Clock clock) {
    public Agent {
        Objects.requireNonNull(name);
        Objects.requireNonNull(loop);
        Objects.requireNonNull(sessions);
        Objects.requireNonNull(users);
        Objects.requireNonNull(contexts);
        Objects.requireNonNull(ready);
        Objects.requireNonNull(clock);
    }
}
