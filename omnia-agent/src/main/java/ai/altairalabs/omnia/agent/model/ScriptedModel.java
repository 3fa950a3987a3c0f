package ai.altairalabs.omnia.agent.model;

import dev.langchain4j.model.chat.StreamingChatModel;

/** A model that follows a script: for demonstrations and tests. */
final class ScriptedModel implements ModelProvider {
    private final String model;
    private final StreamingChatModel chat;

    ScriptedModel(Script script) {
        model = script.model();
        chat = new ScriptPlayer(script);
    }

    @Override
    public String provider() {
        return "scripted";
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
