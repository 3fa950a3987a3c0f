package ai.altairalabs.omnia.cli.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A file below {@code vectors/mesh}: calls, and whether they reach the tool through the mesh and through the door.
 *
 * @param manifests a case below {@code vectors/istio}
 * @param waypoint the Service with a waypoint; empty: the tool has a sidecar
 */
record MeshTable(String manifests, String waypoint, String trustDomain, List<Case> cases) {
    /**
     * A call.
     *
     * @param caller the service account that calls; {@code plaintext}: without a certificate
     * @param agent what the door is told
     * @param line method and path
     * @param mesh whether it reaches the tool through the mesh
     * @param arrives method and path as they reach the tool through the mesh
     * @param door whether it does through the door
     * @param why why the two differ; empty: they must not
     */
    record Case(
            String name,
            String caller,
            String agent,
            String line,
            Map<String, String> headers,
            boolean mesh,
            String arrives,
            boolean door,
            String why) {}

    static MeshTable read(Path file) throws IOException {
        Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        List<Case> cases = new ArrayList<>();
        for (Object entry : (List<?>) root.get("cases")) {
            cases.add(parse((Map<?, ?>) entry));
        }
        return new MeshTable(
                (String) root.get("manifests"),
                root.containsKey("waypoint") ? (String) root.get("waypoint") : "",
                root.containsKey("trustDomain") ? (String) root.get("trustDomain") : "cluster.local",
                cases);
    }

    private static Case parse(Map<?, ?> entry) {
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) entry.get("headers")).forEach((name, value) -> headers.put((String) name, (String) value));
        boolean same = entry.containsKey("reaches");
        String name = (String) entry.get("name");
        if (same == entry.containsKey("why")) {
            throw new IllegalArgumentException(name + ": either `reaches`, or `mesh`, `door` and `why`");
        }
        return new Case(
                name,
                (String) entry.get("caller"),
                (String) entry.get("agent"),
                (String) entry.get("call"),
                headers,
                (Boolean) entry.get(same ? "reaches" : "mesh"),
                (String) (entry.containsKey("arrives") ? entry.get("arrives") : entry.get("call")),
                (Boolean) entry.get(same ? "reaches" : "door"),
                same ? "" : (String) entry.get("why"));
    }
}
