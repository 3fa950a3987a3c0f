package ai.altairalabs.omnia.cli.up;

import ai.altairalabs.omnia.cli.admin.ResourceList;
import ai.altairalabs.omnia.cli.json.Json;
import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import ai.altairalabs.omnia.cli.table.Live;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.server.admin.AdminHandler;
import ai.altairalabs.omnia.server.admin.AdminResponse;
import ai.altairalabs.omnia.server.admin.AdminServer;
import ai.altairalabs.omnia.server.policies.PolicySource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the admin port of {@code up} answers beside health and metrics. */
record ControlRoutes(PolicySource policies, Agents agents, Doors doors, FirstSeen births, List<Path> manifests) {
    void addTo(AdminServer admin, String jwks, AdminHandler calls) {
        admin.route("GET", "/.well-known/jwks.json", _ -> AdminResponse.json(200, jwks))
                .route("GET", "/v1/status", _ -> AdminResponse.json(200, Json.write(status())))
                .route("GET", "/v1/resources", _ -> AdminResponse.json(200, Json.write(resources())))
                .route("POST", "/v1/calls", calls);
    }

    /** The revision in force, and every address. */
    private Map<String, @Nullable Object> status() {
        List<Map<String, Object>> facades = new ArrayList<>();
        for (RunningAgent agent : agents.running()) {
            agent.server().addresses().forEach((type, address) -> {
                Map<String, Object> facade = named(agent.runtime().name(), "agent");
                facade.put("type", type.name().toLowerCase(Locale.ROOT));
                facade.put("url", "http://" + Addresses.reachable(address));
                facades.add(facade);
            });
        }
        List<Map<String, Object>> open = new ArrayList<>();
        for (Doors.Open door : doors.open()) {
            Map<String, Object> tree = named(door.registry(), "registry");
            tree.put("endpoint", door.origin().toString());
            tree.put("upstream", door.upstream().toString());
            tree.put("url", door.url().toString());
            open.add(tree);
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("revision", policies.current().revision());
        Instant loaded = policies.status().lastSuccess();
        status.put("loaded", loaded == null ? "" : loaded.toString());
        status.put("failures", policies.status().failures());
        status.put("facades", facades);
        status.put("doors", open);
        return status;
    }

    private static Map<String, Object> named(ResourceName name, String key) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("namespace", name.namespace());
        tree.put(key, name.name());
        return tree;
    }

    /** What stands in the files now, with the status that the set in force gives it. */
    private Map<String, @Nullable Object> resources() throws IOException {
        PolicySet set = policies.current();
        Set<ResourceName> guarded = new HashSet<>();
        doors.open().forEach(door -> guarded.add(door.registry()));
        Map<ResourceName, String> served = new HashMap<>();
        for (RunningAgent agent : agents.running()) {
            agent.server()
                    .addresses()
                    .values()
                    .forEach(address ->
                            served.putIfAbsent(agent.runtime().name(), "http://" + Addresses.reachable(address)));
        }
        return ResourceList.of(
                        ManifestReader.readFiles(new ManifestFiles(manifests).read()),
                        set,
                        new Live(guarded, served, births))
                .toTree();
    }
}
