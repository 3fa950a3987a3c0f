package ai.altairalabs.omnia.agent.model;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Where an OpenAI-compatible endpoint is.
 *
 * @param baseUrl absolute http or https URL up to and without {@code /chat/completions}
 * @param apiKey sent as bearer token; some local servers take any
 * @param model printable ASCII, without spaces around it
 * @param timeout how long the endpoint may be silent, above zero
 */
public record OpenAiSettings(URI baseUrl, String apiKey, String model, Duration timeout) {
    /** A silence that slow models need before their first word. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    public OpenAiSettings {
        Objects.requireNonNull(baseUrl);
        if (baseUrl.getHost() == null || !("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))) {
            throw new IllegalArgumentException("`" + baseUrl + "` is no absolute http or https URL");
        }
        if (baseUrl.getRawUserInfo() != null) {
            // It would stand in logs, and nobody sends it.
            throw new IllegalArgumentException("the URL holds a user name: remove what stands before the `@`");
        }
        Objects.requireNonNull(apiKey);
        if (!model.matches("[!-~]([ -~]{0,198}[!-~])?")) {
            throw new IllegalArgumentException("`" + model + "` is no model name: use printable ASCII");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the model's timeout must be above zero");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "OpenAiSettings[" + baseUrl + ", " + model + "]";
    }
}
