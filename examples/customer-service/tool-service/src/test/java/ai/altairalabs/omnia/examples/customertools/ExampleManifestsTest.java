package ai.altairalabs.omnia.examples.customertools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Handler;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleManifestsTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("omnia.root"), "examples", "customer-service");
    private static final Map<String, String> ARGUMENTS = Map.of(
            "lookup_order", "{\"order_id\":\"O-1001\"}",
            "check_status", "order_id=O-1001",
            "process_refund", "{\"order_id\":\"O-1001\",\"amount\":100,\"reason\":\"broken\"}",
            "delete_account", "{\"customer_id\":\"C-42\"}");

    @TempDir
    Path directory;

    @Test
    void allManifestsTogetherHaveNoFault() throws IOException {
        PolicySet policies = example();
        assertThat(policies.problems()).extracting(Problem::render).isEmpty();
        assertThat(policies.runtimes())
                .extracting(runtime -> runtime.name().name())
                .containsExactly("support-agent");
        assertThat(policies.registries())
                .extracting(registry -> registry.name().name())
                .containsExactly("customer-tools");
        assertThat(policies.agentPolicies())
                .extracting(policy -> policy.name().name())
                .containsExactly("support-agent-policy");
        assertThat(policies.toolPolicies())
                .extracting(policy -> policy.name().name())
                .containsExactly("refund-guardrails");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-restrict-tools", "2-map-claims", "3-business-rules", "5-enforce"})
    void everyStepOfTheTutorialHasNoFaultBesideTheTools(String step) {
        PolicySet policies = compiled(List.of(
                EXAMPLE.resolve("customer-tools.yaml"),
                EXAMPLE.resolve("support-agent.yaml"),
                EXAMPLE.resolve("steps").resolve(step + ".yaml")));
        assertThat(policies.problems()).extracting(Problem::render).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> theServiceServesEachToolWhereTheRegistrySaysItIs() throws IOException {
        List<Handler> handlers = example().registries().getFirst().handlers();
        assertThat(handlers).hasSize(ARGUMENTS.size());
        return handlers.stream()
                .map(handler -> dynamicTest(handler.name(), () -> serves((Target.Http) handler.target())));
    }

    private void serves(Target.Http target) throws Exception {
        String tool = target.tool().name();
        try (CustomerToolsServer server = CustomerToolsServer.start(
                        0, directory.resolve(tool + ".db"), new PrintStream(new ByteArrayOutputStream()));
                HttpClient client = HttpClient.newHttpClient()) {
            boolean query = !target.queryParams().isEmpty();
            String arguments = ARGUMENTS.get(tool);
            URI uri = URI.create("http://127.0.0.1:" + server.address().getPort()
                    + target.endpoint().getPath() + (query ? "?" + arguments : ""));
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .method(
                            target.method(),
                            query
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(arguments))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static PolicySet example() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            return compiled(files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList());
        }
    }

    private static PolicySet compiled(List<Path> files) {
        List<SourceText> sources = files.stream()
                .map(file -> new SourceText(file.getFileName().toString(), text(file)))
                .toList();
        return PolicySet.compile(ManifestReader.read(sources), Limits.standard(() -> 0));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
