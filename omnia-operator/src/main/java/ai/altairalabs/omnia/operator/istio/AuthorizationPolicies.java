package ai.altairalabs.omnia.operator.istio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code spec} of AuthorizationPolicies. All of them deny: a rule that denies touches no caller that it does not
 * name.
 */
public final class AuthorizationPolicies {
    /** Group and version. */
    public static final String API_VERSION = "security.istio.io/v1";

    /** The kind. */
    public static final String KIND = "AuthorizationPolicy";

    /** With this annotation {@code "true"} Istio only records what it would deny. */
    public static final String DRY_RUN = "istio.io/dry-run";

    /** The largest object, in bytes of YAML. */
    public static final int LARGEST = 256 * 1024;

    /** What names, labels and annotations of an object may take. */
    private static final int METADATA = 4096;

    private AuthorizationPolicies() {}

    /** Denies to these callers. */
    public static Map<String, Object> deny(Attachment attachment, List<String> principals, List<DenyRule> rules) {
        return spec(attachment, Map.of("principals", principals), rules);
    }

    /** Denies to callers that bear no token which Istio accepted. */
    public static Map<String, Object> denyWithoutToken(Attachment attachment, DenyRule rule) {
        return spec(attachment, Map.of("notRequestPrincipals", List.of("*")), List.of(rule));
    }

    /** Denies to everybody. */
    public static Map<String, Object> denyAll(Attachment attachment, DenyRule rule) {
        return spec(attachment, Map.of(), List.of(rule));
    }

    private static Map<String, Object> spec(Attachment attachment, Map<String, Object> source, List<DenyRule> rules) {
        Map<String, Object> spec = new LinkedHashMap<>(attachment.spec());
        spec.put("action", "DENY");
        spec.put("rules", rules.stream().map(rule -> rule.map(source)).toList());
        return spec;
    }

    /**
     * The same denials in as many specs as are needed to keep each object below {@link #LARGEST}. Rules of one object
     * and
     * callers of one rule are alternatives, so they can be dealt out.
     *
     * @return empty: one rule for one caller is too large by itself, and cannot be divided
     */
    public static List<Map<String, Object>> denyInPieces(
            Attachment attachment, List<String> principals, List<DenyRule> rules) {
        int room = LARGEST - METADATA - Size.of(attachment.spec());
        List<Map<String, Object>> specs = new ArrayList<>();
        int longest = principals.stream().mapToInt(Size::ofItem).max().orElse(0);
        for (List<DenyRule> group : groups(rules, room, longest)) {
            int fixed = group.stream().mapToInt(AuthorizationPolicies::size).sum();
            if (fixed + longest * group.size() > room) {
                return List.of();
            }
            List<String> piece = new ArrayList<>();
            int used = fixed;
            for (String principal : principals) {
                int more = Size.ofItem(principal) * group.size();
                if (used + more > room) {
                    specs.add(deny(attachment, piece, group));
                    piece = new ArrayList<>();
                    used = fixed;
                }
                piece.add(principal);
                used += more;
            }
            specs.add(deny(attachment, piece, group));
        }
        return specs;
    }

    /** Rules that go into one object: half of the room at most, unless one alone takes more. */
    private static List<List<DenyRule>> groups(List<DenyRule> rules, int room, int longest) {
        List<List<DenyRule>> groups = new ArrayList<>();
        List<DenyRule> group = new ArrayList<>();
        int used = 0;
        for (DenyRule rule : rules) {
            int more = size(rule) + longest;
            if (!group.isEmpty() && used + more > room / 2) {
                groups.add(group);
                group = new ArrayList<>();
                used = 0;
            }
            group.add(rule);
            used += more;
        }
        groups.add(group);
        return groups;
    }

    private static int size(DenyRule rule) {
        return Size.of(rule.map(Map.of("principals", List.of())));
    }

    /** An upper bound of what values take as YAML in block style; their JSON is smaller. */
    private static final class Size {
        /** The deepest indentation, the mark of an item, quotes, the line's end. */
        private static final int LINE = 20;

        static int ofItem(String text) {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + LINE;
        }

        static int of(Object value) {
            return switch (value) {
                case Map<?, ?> map ->
                    map.entrySet().stream()
                            .mapToInt(entry -> ofItem(String.valueOf(entry.getKey())) + of(entry.getValue()))
                            .sum();
                case List<?> list -> list.stream().mapToInt(Size::of).sum();
                default -> ofItem(String.valueOf(value));
            };
        }
    }
}
