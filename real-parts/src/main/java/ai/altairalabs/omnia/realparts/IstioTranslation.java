package ai.altairalabs.omnia.realparts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Istio itself makes of its security objects, for one workload. */
public final class IstioTranslation {
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
    public static IstioTranslation ofWaypoint(String namespace, String service) {
        IstioTranslation made = new IstioTranslation(namespace);
        made.command.addAll(List.of("--waypoint-of", service));
        return made;
    }

    /**
     * The translation.
     *
     * @param yaml AuthorizationPolicies, RequestAuthentications, PeerAuthentications; several documents
     * @return JSON: {@code filters}, Envoy's HTTP filters in their order; {@code mtls}, DISABLE, PERMISSIVE or STRICT
     */
    public String translate(String yaml) {
        return Ran.run(Path.of("."), Map.of(), command, yaml).orFail();
    }
}
