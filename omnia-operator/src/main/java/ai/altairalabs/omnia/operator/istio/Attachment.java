package ai.altairalabs.omnia.operator.istio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** To which workloads an object of Istio applies. */
public sealed interface Attachment {
    /** What {@code spec} says of it. */
    Map<String, Object> spec();

    /** To the pods of the object's namespace with these labels. */
    record ToPods(Map<String, String> labels) implements Attachment {
        public ToPods {
            labels = Map.copyOf(labels);
        }

        @Override
        public Map<String, Object> spec() {
            return Map.of("selector", Map.of("matchLabels", new TreeMap<>(labels)));
        }
    }

    /** To the waypoint in front of these Services of the object's namespace; at most 16. */
    record ToServices(List<String> names) implements Attachment {
        /** How many Istio takes in one object. */
        public static final int MOST = 16;

        public ToServices {
            names = names.stream().sorted().toList();
        }

        @Override
        public Map<String, Object> spec() {
            List<Map<String, Object>> refs = new ArrayList<>();
            for (String name : names) {
                Map<String, Object> ref = new LinkedHashMap<>();
                ref.put("group", "");
                ref.put("kind", "Service");
                ref.put("name", name);
                refs.add(ref);
            }
            return Map.of("targetRefs", refs);
        }
    }
}
