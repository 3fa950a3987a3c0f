package ai.altairalabs.omnia.agent.model;

import dev.langchain4j.model.chat.StreamingChatModel;

/** The model of an agent. */
public sealed interface ModelProvider permits OpenAiModel, ScriptedModel {
    /** What kind of provider it is: {@code openai} or {@code scripted}. A legal header value. */
    String provider();

    /** The model's name. A legal header value. */
    String model();

    /** The model as the agent loop talks to it. */
    StreamingChatModel chat();

    /** Any endpoint that speaks OpenAI's chat completions. */
    static ModelProvider openAi(OpenAiSettings settings) {
        return new OpenAiModel(settings);
    }

    /** A model that follows a script. */
    static ModelProvider scripted(Script script) {
        return new ScriptedModel(script);
    }
}
