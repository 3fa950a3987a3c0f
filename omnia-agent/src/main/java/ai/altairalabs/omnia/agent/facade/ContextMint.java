package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.agent.tools.RequestContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the signed context of one message: the only place that reaches the private key. */
@FunctionalInterface
public interface ContextMint {
    /**
     * Signs for whom and in which conversation the agent will call tools. Never throws.
     *
     * @param traceparent the caller's trace context, if it sent one
     */
    Minted mint(User user, String session, String request, @Nullable String traceparent);

    /** What came of it. */
    sealed interface Minted {
        /** The context to pass on. */
        record Signed(RequestContext context) implements Minted {
            public Signed {
                Objects.requireNonNull(context);
            }
        }

        /**
         * The user's claims cannot travel as headers.
         *
         * @param message for the caller
         */
        record Illegal(String message) implements Minted {
            public Illegal {
                Objects.requireNonNull(message);
            }
        }
    }
}
