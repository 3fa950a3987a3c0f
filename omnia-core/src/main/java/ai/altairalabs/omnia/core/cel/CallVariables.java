package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.call.Body;
import ai.altairalabs.omnia.core.call.JsonObject;
import ai.altairalabs.omnia.core.call.ToolCall;
import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelVariableResolver;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one call, each made when an expression first asks for it. Not safe for use by several threads. */
public final class CallVariables implements CelVariableResolver {
    /** What stands in place of a credential's value. */
    public static final String MASK = "***";

    private final ToolCall call;
    private @Nullable HeaderMap headers;

    /** The variables of this call. */
    public CallVariables(ToolCall call) {
        this.call = call;
    }

    /** Whether rules see of this header no more than that it is there. */
    public static boolean isMasked(String header) {
        return HeaderMap.CREDENTIALS.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "headers" -> Optional.of(headers());
            case "body" -> Optional.of(body());
            case "query" -> Optional.of(JsonObject.copyOf(call.query().parameters()));
            case "identity" -> Optional.of(new Fields(Variable.IDENTITY, this));
            case "agent" -> Optional.of(new Fields(Variable.AGENT, this));
            case "tool" -> Optional.of(new Fields(Variable.TOOL, this));
            case "session" -> Optional.of(new Fields(Variable.SESSION, this));
            case "request" -> Optional.of(new Fields(Variable.REQUEST, this));
            default -> Optional.empty();
        };
    }

    /** What is wrong with the body, or null when it can be read. */
    @Nullable
    String bodyFault() {
        return switch (call.body()) {
            case Body.Absent _, Body.Json _ -> null;
            case Body.Unreadable unreadable -> unreadable.reason();
            case Body.Streamed _ -> "the body was passed on without being read";
        };
    }

    /** How many octets the body has, as far as it can be read. */
    long bodyOctets() {
        return call.body() instanceof Body.Json json ? json.value().octets() : 0;
    }

    /** A header's value as expressions see it; null when there is no such header. */
    @Nullable
    Object header(String name) {
        return headers().get(name);
    }

    /** The same of a header that is not masked. */
    @Nullable
    Object headerAsSent(String name) {
        return call.headers().get(name);
    }

    /** The body when it can be read, else null. */
    @Nullable
    JsonObject readBody() {
        return switch (call.body()) {
            case Body.Json json -> json.value();
            case Body.Absent _ -> JsonObject.EMPTY;
            case Body.Unreadable _, Body.Streamed _ -> null;
        };
    }

    private HeaderMap headers() {
        if (headers == null) {
            headers = new HeaderMap(call.headers());
        }
        return headers;
    }

    private JsonObject body() {
        if (call.body() instanceof Body.Json json) {
            return json.value();
        }
        String fault = bodyFault();
        if (fault != null) {
            throw new EvaluationRefused(fault);
        }
        return JsonObject.EMPTY;
    }

    @Nullable
    Object field(Variable variable, String field) {
        return switch (variable) {
            case IDENTITY ->
                switch (field) {
                    case "subject" -> call.identity().subject();
                    case "email" -> call.identity().email();
                    case "issuer" -> call.identity().issuer();
                    case "roles" -> call.identity().roles();
                    case "claims" -> JsonObject.copyOf(call.identity().claims());
                    default -> null;
                };
            case AGENT ->
                switch (field) {
                    case "name" -> call.agent().name();
                    case "namespace" -> call.agent().namespace();
                    default -> null;
                };
            case TOOL ->
                switch (field) {
                    case "name" -> call.tool().toolName();
                    case "registry" -> call.tool().registryName();
                    default -> null;
                };
            case SESSION -> field.equals("id") ? call.session() : null;
            case REQUEST ->
                switch (field) {
                    case "id" -> call.request().id();
                    case "method" -> call.request().method();
                    case "path" -> call.request().path();
                    case "time" -> call.request().time();
                    default -> null;
                };
            case HEADERS, BODY, QUERY -> null;
        };
    }

    /** A variable with declared fields. {@code has} says whether a field is there and not empty, as for a message. */
    @SuppressWarnings("Immutable") // lives for one evaluation
    private static final class Fields extends StructValue<String, Object> {
        private final Variable variable;
        private final CallVariables call;

        Fields(Variable variable, CallVariables call) {
            this.variable = variable;
            this.call = call;
        }

        @Override
        public Object select(String field) {
            Object value = call.field(variable, field);
            if (value == null) {
                throw new EvaluationRefused("`" + variable.celName() + "` has no such field");
            }
            return value;
        }

        @Override
        public Optional<Object> find(String field) {
            Object value = call.field(variable, field);
            return switch (value) {
                case null -> Optional.empty();
                case String text when text.isEmpty() -> Optional.empty();
                case Map<?, ?> map when map.isEmpty() -> Optional.empty();
                case Collection<?> list when list.isEmpty() -> Optional.empty();
                default -> Optional.of(value);
            };
        }

        @Override
        public Object value() {
            return this;
        }

        @Override
        public boolean isZeroValue() {
            return false;
        }

        @Override
        public CelType celType() {
            return variable.type();
        }
    }
}
