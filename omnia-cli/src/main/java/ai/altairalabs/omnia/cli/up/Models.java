package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.agent.model.ModelProvider;
import ai.altairalabs.omnia.agent.model.OpenAiSettings;
import ai.altairalabs.omnia.agent.model.Script;
import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The model of an agent: the script if there is one, else an OpenAI-compatible endpoint that the environment names. */
final class Models {
    private static final String SCRIPTED = "scripted";
    private static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";

    private final @Nullable Script script;
    private final Map<String, String> environment;

    private Models(@Nullable Script script, Map<String, String> environment) {
        this.script = script;
        this.environment = environment;
    }

    /**
     * With the script in a file, or none.
     *
     * @throws CannotDo with every fault of the script
     */
    static Models of(@Nullable Path script, Map<String, String> environment) throws IOException {
        if (script == null) {
            return new Models(null, environment);
        }
        return switch (Script.read(new SourceText(script.toString(), Files.readString(script)))) {
            case Script.Reading.Read(Script read) -> new Models(read, environment);
            case Script.Reading.Faulty faulty ->
                throw new CannotDo("the script has faults\n"
                        + faulty.problems().stream().map(Problem::render).collect(Collectors.joining("\n\n")));
        };
    }

    /**
     * The model of an agent.
     *
     * @throws CannotDo if there is none: says what is missing
     */
    ModelProvider of(AgentRuntime runtime) {
        if (script != null) {
            return ModelProvider.scripted(script);
        }
        String agent = runtime.name().name();
        if (runtime.providers().isEmpty()
                || runtime.providers().getFirst().providerRef().equals(SCRIPTED)) {
            throw new CannotDo("agent `" + agent + "` plays a script; give one with `--script FILE`");
        }
        String model = environment.get("OPENAI_MODEL");
        if (model == null || model.isBlank()) {
            throw new CannotDo(
                    "agent `" + agent
                            + "` needs a model: set OPENAI_MODEL, and OPENAI_BASE_URL and OPENAI_API_KEY, or give `--script FILE`");
        }
        String baseUrl = environment.getOrDefault("OPENAI_BASE_URL", DEFAULT_BASE_URL);
        try {
            return ModelProvider.openAi(new OpenAiSettings(
                    URI.create(baseUrl),
                    environment.getOrDefault("OPENAI_API_KEY", ""),
                    model,
                    OpenAiSettings.DEFAULT_TIMEOUT));
        } catch (IllegalArgumentException e) {
            throw new CannotDo("OPENAI_BASE_URL or OPENAI_MODEL: " + e.getMessage());
        }
    }
}
