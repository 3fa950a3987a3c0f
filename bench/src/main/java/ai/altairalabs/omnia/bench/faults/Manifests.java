package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The registry and the policies of all runs. */
final class Manifests {
    /** The refund is read by policies, the export by none. */
    static final String REGISTRY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolRegistry
            metadata: {name: tools, namespace: faults}
            spec:
              handlers:
                - name: refunds
                  type: http
                  tool: {name: refund, description: pays back, inputSchema: {type: object}}
                  httpConfig: {endpoint: "http://tool/v1/refund"}
                - name: exports
                  type: http
                  tool: {name: export, description: a large answer, inputSchema: {type: object}}
                  httpConfig: {endpoint: "http://tool/v1/export", method: GET}
            """;

    private Manifests() {}

    /** A policy that refuses from here on and marks what it lets through. */
    static String policy(String name, boolean strict, char mark, boolean logged) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata: {name: %1$s, namespace: faults}
                spec:
                  selector: {registry: tools, tools: [refund]}
                  rules:
                    - name: cap-%1$s
                      deny:
                        cel: 'double(body.amount) > %2$s'
                        message: too much
                  headerInjection:
                    - {header: X-%1$s, value: "%3$s"}
                  audit: {logDecisions: %4$s}
                """.formatted(name, strict ? "500.0" : "100000.0", mark, logged);
    }

    /** A directory with the registry and one strict policy, `one`. */
    static Path plain(Path directory, boolean logged) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("tools.yaml"), REGISTRY);
        Files.writeString(directory.resolve("one.yaml"), policy("one", true, 'A', logged));
        return directory;
    }
}
