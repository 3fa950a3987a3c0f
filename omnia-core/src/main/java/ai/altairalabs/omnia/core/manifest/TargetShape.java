package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.manifest.ToolRegistryShape.HandlerType;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Tool;
import ai.altairalabs.omnia.core.problem.Words;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a handler that say which tools it has and how they are reached. */
final class TargetShape {
    private static final Field<String> TOOL_NAME =
            Field.required("name", Forms.TOOL_NAME, "the tool's name, as policies and the model write it");
    private static final Field<String> DESCRIPTION = Field.text("description", "what the model is told about the tool");
    private static final Field<Map<String, Object>> INPUT_SCHEMA = Field.optional(
            "inputSchema",
            new PlainValue.AnyObject(),
            Map.of(),
            null,
            "JSON Schema of the arguments; absent: any object");
    private static final Field<Map<String, Object>> OUTPUT_SCHEMA =
            Field.optional("outputSchema", new PlainValue.AnyObject(), Map.of(), null, "JSON Schema of the result");
    static final Field<Tool> TOOL = Field.optional(
            "tool",
            ObjectShape.of(
                    v -> new Tool(v.get(TOOL_NAME), v.get(DESCRIPTION), v.get(INPUT_SCHEMA), v.get(OUTPUT_SCHEMA)),
                    TOOL_NAME,
                    DESCRIPTION,
                    INPUT_SCHEMA,
                    OUTPUT_SCHEMA),
            "the tool; required for the types `http`, `grpc` and `client`");
    static final Field<Function<String, URI>> ENDPOINT =
            Field.optional("endpoint", EndpointShape.SHAPE, "the base of `httpConfig.endpoint`");

    private static final Field<String> HTTP_ENDPOINT =
            Field.optional("endpoint", new EndpointShape.UrlOrPath(), "where the tool is served");
    private static final Field<String> METHOD =
            Field.optional("method", Forms.METHOD, "POST", "`POST`", "the method of a call");
    private static final Field<Map<String, String>> HEADERS = Field.optional(
            "headers",
            new PlainValue.TextMap(HeaderForms.SETTABLE, HeaderForms.VALUE),
            Map.of(),
            null,
            "headers sent with each call");
    private static final Field<List<String>> QUERY_PARAMS =
            Field.list("queryParams", ListShape.of(TextShape.FILLED), "names of arguments that travel in the query");
    private static final Field<String> URL_TEMPLATE = Field.optional(
            "urlTemplate",
            TextShape.matching(
                    "a path; `{NAME}` stands for an argument",
                    Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@%-]|\\{[A-Za-z_][A-Za-z0-9_]*\\})*+)++"),
                    2048,
                    "is no path template",
                    "write a path such as `/orders/{order_id}`"),
            "a path that is appended to the endpoint");
    static final Field<Http> HTTP_CONFIG = Field.optional(
            "httpConfig",
            ObjectShape.of(
                    v -> new Http(
                            v.find(HTTP_ENDPOINT),
                            v.get(METHOD).toUpperCase(Locale.ROOT),
                            v.get(HEADERS),
                            v.get(QUERY_PARAMS),
                            v.find(URL_TEMPLATE)),
                    HTTP_ENDPOINT,
                    METHOD,
                    HEADERS,
                    QUERY_PARAMS,
                    URL_TEMPLATE),
            "for the type `http`");

    private static final Field<Target.Mcp.Transport> TRANSPORT = Field.required(
            "transport", ScalarShape.Choice.of(Target.Mcp.Transport.class), "how the MCP server is reached");
    private static final Field<URI> MCP_ENDPOINT = Field.optional(
            "endpoint", new UrlShape(true), "where the MCP server is; required unless the transport is `stdio`");
    private static final Field<String> COMMAND = Field.optional(
            "command", TextShape.FILLED, "what starts the MCP server; required for the transport `stdio`");
    private static final Field<List<String>> ARGS =
            Field.list("args", ListShape.of(TextShape.ANY), "the command's arguments");
    private static final Field<List<String>> ALLOWLIST =
            Field.list("allowlist", ListShape.of(Forms.REFERENCE), "names that are offered; empty: all");
    private static final Field<List<String>> BLOCKLIST =
            Field.list("blocklist", ListShape.of(Forms.REFERENCE), "names that are not offered");
    private static final Filter NO_FILTER = new Filter(List.of(), List.of());
    private static final Field<Filter> TOOL_FILTER = Field.optional(
            "toolFilter",
            ObjectShape.of(v -> new Filter(v.get(ALLOWLIST), v.get(BLOCKLIST)), ALLOWLIST, BLOCKLIST),
            NO_FILTER,
            null,
            "which of the server's tools are offered");
    static final Field<Target> MCP_CONFIG = Field.optional(
            "mcpConfig",
            ObjectShape.of(TargetShape::mcp, TRANSPORT, MCP_ENDPOINT, COMMAND, ARGS, TOOL_FILTER)
                    .check(TargetShape::checkMcp),
            "for the type `mcp`");

    private static final Field<URI> SPEC_URL =
            Field.required("specURL", new UrlShape(false), "where the OpenAPI document is");
    private static final Field<URI> BASE_URL = Field.optional(
            "baseURL", new UrlShape(true), "where the operations are served; absent: as the document says");
    private static final Field<List<String>> OPERATION_FILTER = Field.list(
            "operationFilter", ListShape.of(TextShape.FILLED), "ids of the operations that are tools; empty: all");
    static final Field<Target> OPENAPI_CONFIG = Field.optional(
            "openAPIConfig",
            ObjectShape.of(TargetShape::openApi, SPEC_URL, BASE_URL, OPERATION_FILTER),
            "for the type `openapi`");

    private static final Field<String> GRPC_ENDPOINT =
            Field.required("endpoint", TextShape.FILLED, "host and port of the gRPC server");
    private static final Field<Boolean> TLS =
            Field.optional("tls", new ScalarShape.Flag(), false, "`false`", "whether the connection is encrypted");
    static final Field<Grpc> GRPC_CONFIG = Field.optional(
            "grpcConfig",
            ObjectShape.of(v -> new Grpc(v.get(GRPC_ENDPOINT), v.get(TLS)), GRPC_ENDPOINT, TLS),
            "for the type `grpc`");

    private TargetShape() {}

    /** Looks at what a handler of this type must have, and has for nothing. */
    static void check(HandlerType type, Values v) {
        switch (type) {
            case HTTP -> {
                demand(type, v, TOOL);
                checkHttp(v);
            }
            case GRPC -> {
                demand(type, v, TOOL);
                demand(type, v, GRPC_CONFIG);
            }
            case OPENAPI -> demand(type, v, OPENAPI_CONFIG);
            case MCP -> demand(type, v, MCP_CONFIG);
            case CLIENT -> demand(type, v, TOOL);
        }
        unused(type, v, HandlerType.HTTP, HTTP_CONFIG);
        unused(type, v, HandlerType.HTTP, ENDPOINT);
        unused(type, v, HandlerType.GRPC, GRPC_CONFIG);
        unused(type, v, HandlerType.OPENAPI, OPENAPI_CONFIG);
        unused(type, v, HandlerType.MCP, MCP_CONFIG);
    }

    private static void demand(HandlerType type, Values v, Field<?> field) {
        if (!v.has(field)) {
            v.in().error(
                            v.in().place(),
                            "missing " + Words.quote(field.name()) + " in " + Words.quote(v.in().path()),
                            "a handler of type " + word(type) + " needs it");
        }
    }

    private static void unused(HandlerType type, Values v, HandlerType user, Field<?> field) {
        if (type != user && v.has(field)) {
            v.in().warning(
                            v.key(field),
                            Words.quote(field.name()) + " is not used by a handler of type " + word(type),
                            null);
        }
    }

    private static String word(HandlerType type) {
        return Words.quote(type.name().toLowerCase(Locale.ROOT));
    }

    private static void checkHttp(Values v) {
        Http http = v.find(HTTP_CONFIG);
        boolean faulty = v.has(HTTP_CONFIG) && http == null;
        String endpoint = http == null ? null : http.endpoint;
        if (faulty) {
            return;
        }
        if (!v.has(ENDPOINT) && endpoint == null) {
            v.in().error(
                            v.has(HTTP_CONFIG) ? v.key(HTTP_CONFIG) : v.in().place(),
                            "missing `httpConfig.endpoint` in " + Words.quote(v.in().path()),
                            "add `endpoint: http://HOST:PORT/PATH` to `httpConfig`");
        } else if (!v.has(ENDPOINT) && endpoint != null && EndpointShape.UrlOrPath.isPath(endpoint)) {
            v.in().error(
                            v.key(HTTP_CONFIG),
                            "`httpConfig.endpoint` is the path " + Words.quote(endpoint)
                                    + ", and no `endpoint` gives its base",
                            "write the whole URL");
        } else if (v.has(ENDPOINT) && endpoint != null && !EndpointShape.UrlOrPath.isPath(endpoint)) {
            v.in().error(
                            v.key(ENDPOINT),
                            "`endpoint` and `httpConfig.endpoint` both say where the tool is served",
                            "keep one of the two, or write only a path in `httpConfig.endpoint`");
        }
    }

    private static void checkMcp(Values v) {
        Target.Mcp.Transport transport = v.find(TRANSPORT);
        if (transport == null) {
            return;
        }
        Field<?> needed = transport == Target.Mcp.Transport.STDIO ? COMMAND : MCP_ENDPOINT;
        if (!v.has(needed)) {
            v.in().error(
                            v.in().place(),
                            "missing " + Words.quote(needed.name()) + " in " + Words.quote(v.in().path()),
                            "add " + Words.quote(needed.name()) + " (" + needed.description() + ")");
        }
    }

    /** The target of a handler without faults. */
    static Target target(HandlerType type, Values v, String namespace) {
        return switch (type) {
            case HTTP -> http(v, namespace);
            case OPENAPI -> v.get(OPENAPI_CONFIG);
            case GRPC -> new Target.Grpc(v.get(TOOL), v.get(GRPC_CONFIG).endpoint, v.get(GRPC_CONFIG).tls);
            case MCP -> v.get(MCP_CONFIG);
            case CLIENT -> new Target.Client(v.get(TOOL));
        };
    }

    private static Target http(Values v, String namespace) {
        Http found = v.find(HTTP_CONFIG);
        Http http = found == null ? new Http(null, "POST", Map.of(), List.of(), null) : found;
        Function<String, URI> base = v.find(ENDPOINT);
        String path = http.endpoint == null ? "" : http.endpoint;
        URI endpoint = base == null ? URI.create(path) : EndpointShape.below(base.apply(namespace), path);
        return new Target.Http(v.get(TOOL), endpoint, http.method, http.headers, http.queryParams, http.urlTemplate);
    }

    private static Target mcp(Values v) {
        URI endpoint = v.find(MCP_ENDPOINT);
        String command = v.find(COMMAND);
        Filter filter = v.get(TOOL_FILTER);
        return new Target.Mcp(
                v.get(TRANSPORT),
                endpoint == null ? "" : endpoint.toString(),
                command == null ? "" : command,
                v.get(ARGS),
                filter.allowlist,
                filter.blocklist);
    }

    private static Target openApi(Values v) {
        URI baseUrl = v.find(BASE_URL);
        return new Target.OpenApi(
                v.get(SPEC_URL).toString(), baseUrl == null ? null : baseUrl.toString(), v.get(OPERATION_FILTER));
    }

    record Http(
            @Nullable String endpoint,
            String method,
            Map<String, String> headers,
            List<String> queryParams,
            @Nullable String urlTemplate) {}

    record Grpc(String endpoint, boolean tls) {}

    private record Filter(List<String> allowlist, List<String> blocklist) {}
}
