package ai.altairalabs.omnia.core.cel;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.Map;
import java.util.Optional;

/** The variables of an expression (semantics, section 6): declared here, and nowhere else. */
public enum Variable {
    HEADERS(
            "headers",
            MapType.create(SimpleType.STRING, SimpleType.STRING),
            "The request's header fields, looked up without regard to case, the first value of each."
                    + " Of credentials only their presence can be seen: the value is \"***\"."),
    BODY(
            "body",
            MapType.create(SimpleType.STRING, SimpleType.DYN),
            "The request's body, a JSON object; empty when the request has no body."),
    QUERY(
            "query",
            MapType.create(SimpleType.STRING, SimpleType.STRING),
            "The decoded query parameters, by exact name."),
    IDENTITY(
            "identity",
            ImmutableMap.of(
                    "subject", SimpleType.STRING,
                    "email", SimpleType.STRING,
                    "roles", ListType.create(SimpleType.STRING),
                    "claims", MapType.create(SimpleType.STRING, SimpleType.STRING),
                    "issuer", SimpleType.STRING),
            "The user for whom the agent acts. `claims` holds the mapped claims, by the name that the mapping gives."),
    AGENT("agent", ImmutableMap.of("name", SimpleType.STRING, "namespace", SimpleType.STRING), "The agent that calls."),
    TOOL("tool", ImmutableMap.of("name", SimpleType.STRING, "registry", SimpleType.STRING), "The tool that is called."),
    SESSION("session", ImmutableMap.of("id", SimpleType.STRING), "The session, as far as it was verified; else empty."),
    REQUEST(
            "request",
            ImmutableMap.of(
                    "id", SimpleType.STRING,
                    "method", SimpleType.STRING,
                    "path", SimpleType.STRING,
                    "time", SimpleType.TIMESTAMP),
            "The request itself; `path` is without the query.");

    private static final String TYPE_PREFIX = "omnia.";

    private final String celName;
    private final ImmutableMap<String, CelType> fields;
    private final CelType type;
    private final String description;

    Variable(String celName, CelType type, String description) {
        this.celName = celName;
        this.fields = ImmutableMap.of();
        this.type = type;
        this.description = description;
    }

    Variable(String celName, ImmutableMap<String, CelType> fields, String description) {
        this.celName = celName;
        this.fields = fields;
        this.type = StructTypeReference.create(TYPE_PREFIX + celName);
        this.description = description;
    }

    /** Its name in an expression. */
    public String celName() {
        return celName;
    }

    /** Its fields and their types, in order; empty where it is a map. */
    public Map<String, CelType> fields() {
        return fields;
    }

    /** Its type. */
    public CelType type() {
        return type;
    }

    /** What it is, for the reference page. */
    public String description() {
        return description;
    }

    /** The struct type behind it, or empty where it is a map. */
    Optional<StructType> struct() {
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                StructType.create(type.name(), fields.keySet(), name -> Optional.ofNullable(fields.get(name))));
    }
}
