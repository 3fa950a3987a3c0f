package ai.altairalabs.omnia.agent.runtime;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;

/** Why a model did not answer, for the log: endpoints repeat keys and prompts in their errors, so none is quoted. */
final class ModelFailure {
    private ModelFailure() {}

    static String reason(Throwable cause) {
        return switch (cause) {
            case AuthenticationException _ -> "its endpoint does not accept the API key";
            case ModelNotFoundException _ -> "its endpoint does not know it";
            case RateLimitException _ -> "its endpoint limits the rate of requests, or the quota is used up";
            case InvalidRequestException _ -> "its endpoint does not accept the request";
            case UnresolvedModelServerException _ -> "the name of its endpoint cannot be resolved";
            case TimeoutException _ -> "its endpoint was silent for too long";
            default -> "its endpoint broke off, cannot be reached, or failed itself";
        };
    }
}
