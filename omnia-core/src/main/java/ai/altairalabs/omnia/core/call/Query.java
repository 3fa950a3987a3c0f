package ai.altairalabs.omnia.core.call;

import java.util.Map;

/**
 * The decoded query parameters, the first value of each.
 *
 * @param parameters by exact name
 */
public record Query(Map<String, String> parameters) {
    /** No query. */
    public static final Query NONE = new Query(Map.of());

    public Query {
        parameters = Map.copyOf(parameters);
    }
}
