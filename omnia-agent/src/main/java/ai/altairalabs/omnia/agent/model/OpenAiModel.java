package ai.altairalabs.omnia.agent.model;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.http.HttpClient;
import java.time.Duration;

/** A model behind an OpenAI-compatible endpoint. */
final class OpenAiModel implements ModelProvider {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final String model;
    private final StreamingChatModel chat;

    OpenAiModel(OpenAiSettings settings) {
        model = settings.model();
        // HTTP/1.1: the client's offer to upgrade a plain connection confuses small local servers. No redirects: the
        // key goes to the configured endpoint only.
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER);
        chat = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(
                        JdkHttpClient.builder().httpClientBuilder(client).connectTimeout(CONNECT_TIMEOUT))
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey())
                .modelName(settings.model())
                .timeout(settings.timeout())
                .build();
    }

    @Override
    public String provider() {
        return "openai";
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public StreamingChatModel chat() {
        return chat;
    }
}
