package ai.altairalabs.omnia.realparts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Istio itself makes of its security objects, for one workload. */
public final class IstioTranslation {
    private static final Pattern SHAPE =
            Pattern.compile("\\{\"filters\":\\[(.*)],\"mtls\":\"([A-Z]+)\"}", Pattern.DOTALL);

    private final List<String> command = new ArrayList<>();

    private IstioTranslation(String namespace) {
        command.add(Part.ISTIO_TRANSLATE.require().toString());
        command.addAll(List.of("--namespace", namespace));
    }

    /** For a workload with a sidecar; the test is skipped where the program is missing. */
    public static IstioTranslation ofWorkload(String namespace, Map<String, String> labels) {
        IstioTranslation made = new IstioTranslation(namespace);
        String pairs = new TreeMap<>(labels)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
        made.command.addAll(List.of("--labels", pairs));
        return made;
    }

    /** For a waypoint (ambient mode) in front of a Service. */
    public static IstioTranslation ofWaypoint(String namespace, String service, String trustDomain) {
        IstioTranslation made = new IstioTranslation(namespace);
        made.command.addAll(List.of("--waypoint-of", service, "--trust-domain", trustDomain));
        return made;
    }

    /**
     * The translation.
     *
     * @param filters Envoy's HTTP filters in their order, as items of a JSON list without its brackets; may be empty
     * @param mtls DISABLE, PERMISSIVE or STRICT
     * @param waypoint whether it is for a waypoint
     */
    public record Translation(String filters, String mtls, boolean waypoint) {}

    /**
     * Translates.
     *
     * @param yaml AuthorizationPolicies, RequestAuthentications, PeerAuthentications; several documents
     */
    public Translation translate(String yaml) {
        String json = Ran.run(Path.of("."), Map.of(), command, yaml).orFail().strip();
        Matcher parts = SHAPE.matcher(json);
        if (!parts.matches()) {
            throw new IllegalStateException("not the shape of a translation: " + json);
        }
        return new Translation(parts.group(1), parts.group(2), command.contains("--waypoint-of"));
    }
}
