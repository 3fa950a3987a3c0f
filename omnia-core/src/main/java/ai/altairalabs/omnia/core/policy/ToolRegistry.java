package ai.altairalabs.omnia.core.policy;

import ai.altairalabs.omnia.core.problem.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tools that agents may be given, and where each is served. */
public record ToolRegistry(ResourceName name, Place place, List<Handler> handlers) implements Resource {
    public ToolRegistry {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        handlers = List.copyOf(handlers);
    }

    /**
     * One way to reach tools.
     *
     * @param name the handler's own name, a DNS label; not the tool's
     * @param timeout how long a call may take
     * @param target how the tool is reached
     * @param place where it stands
     */
    public record Handler(String name, Duration timeout, Target target, Place place) {
        /** The default of {@code timeout}. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

        public Handler {
            Objects.requireNonNull(name);
            Objects.requireNonNull(timeout);
            Objects.requireNonNull(target);
            Objects.requireNonNull(place);
        }
    }

    /**
     * A tool as the model sees it.
     *
     * @param inputSchema a JSON Schema as plain maps and lists; empty: any object
     * @param outputSchema likewise
     */
    public record Tool(
            String name, String description, Map<String, Object> inputSchema, Map<String, Object> outputSchema) {
        public Tool {
            Objects.requireNonNull(name);
            Objects.requireNonNull(description);
            inputSchema = Map.copyOf(inputSchema);
            outputSchema = Map.copyOf(outputSchema);
        }
    }

    /** How a handler's tools are reached: {@code type} and its configuration. */
    public sealed interface Target {
        /** The tools that the manifest itself names. */
        default List<String> toolNames() {
            return switch (this) {
                case Http http -> List.of(http.tool.name());
                case Grpc grpc -> List.of(grpc.tool.name());
                case Client client -> List.of(client.tool.name());
                case Mcp mcp ->
                    mcp.allowlist.stream()
                            .filter(tool -> !mcp.blocklist.contains(tool))
                            .toList();
                case OpenApi openApi -> openApi.operationFilter;
            };
        }

        /** Where they are served; empty: nowhere that has an address. */
        default String address() {
            return switch (this) {
                case Http http -> http.endpoint.toString();
                case Grpc grpc -> grpc.endpoint;
                case Mcp mcp -> mcp.endpoint;
                case OpenApi openApi -> Objects.requireNonNullElse(openApi.baseUrl, openApi.specUrl);
                case Client _ -> "";
            };
        }

        /**
         * A tool behind one HTTP endpoint.
         *
         * @param tool the tool
         * @param endpoint an absolute http or https URL, without query
         * @param method in upper case
         * @param headers sent with each call
         * @param queryParams names of arguments that travel in the query
         * @param urlTemplate a path with {@code {argument}} segments that is appended to the endpoint; null: none
         */
        record Http(
                Tool tool,
                java.net.URI endpoint,
                String method,
                Map<String, String> headers,
                List<String> queryParams,
                @Nullable String urlTemplate)
                implements Target {
            public Http {
                Objects.requireNonNull(tool);
                Objects.requireNonNull(endpoint);
                Objects.requireNonNull(method);
                headers = Map.copyOf(headers);
                queryParams = List.copyOf(queryParams);
            }

            /** The path that a call has; a segment {@code {argument}} stands for any one segment that is not empty. */
            public String path() {
                String raw = endpoint.getRawPath();
                String base = raw == null || raw.isEmpty() ? "/" : raw;
                if (urlTemplate == null) {
                    return base;
                }
                return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + (urlTemplate.startsWith("/") ? urlTemplate : "/" + urlTemplate);
            }
        }

        /** Tools that an OpenAPI document describes. */
        record OpenApi(String specUrl, @Nullable String baseUrl, List<String> operationFilter) implements Target {
            public OpenApi {
                Objects.requireNonNull(specUrl);
                operationFilter = List.copyOf(operationFilter);
            }
        }

        /** A tool behind a gRPC endpoint. */
        record Grpc(Tool tool, String endpoint, boolean tls) implements Target {
            public Grpc {
                Objects.requireNonNull(tool);
                Objects.requireNonNull(endpoint);
            }
        }

        /**
         * Tools of an MCP server.
         *
         * @param endpoint for the HTTP transports; empty for stdio
         * @param command for stdio; empty otherwise
         * @param allowlist names that are offered; empty: all
         * @param blocklist names that are not offered
         */
        record Mcp(
                Transport transport,
                String endpoint,
                String command,
                List<String> args,
                List<String> allowlist,
                List<String> blocklist)
                implements Target {
            /** {@code mcpConfig.transport}. */
            public enum Transport {
                STREAMABLE_HTTP,
                SSE,
                STDIO
            }

            public Mcp {
                Objects.requireNonNull(transport);
                Objects.requireNonNull(endpoint);
                Objects.requireNonNull(command);
                args = List.copyOf(args);
                allowlist = List.copyOf(allowlist);
                blocklist = List.copyOf(blocklist);
            }
        }

        /** A tool that the client itself runs. */
        record Client(Tool tool) implements Target {
            public Client {
                Objects.requireNonNull(tool);
            }
        }
    }
}
