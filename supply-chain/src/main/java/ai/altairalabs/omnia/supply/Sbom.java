package ai.altairalabs.omnia.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bill of materials that the build wrote, in CycloneDX's JSON.
 *
 * @param itself what it is the bill of
 * @param parts all that is in it
 */
record Sbom(Part itself, List<Part> parts) {
    Sbom {
        parts = List.copyOf(parts);
    }

    /** Of what is shipped: the executable with its class path. */
    static Sbom shipped(Path root) throws IOException {
        return read(root, "omnia-cli/target/omnia.cdx.json");
    }

    /** Of all modules, tests and benchmarks included. */
    static Sbom all(Path root) throws IOException {
        return read(root, "target/all.cdx.json");
    }

    private static Sbom read(Path root, String file) throws IOException {
        Path path = root.resolve(file);
        if (!Files.exists(path)) {
            throw new IOException("`" + file + "` is missing; a build of all modules that is online makes it");
        }
        JsonNode bom = JsonMapper.shared().readTree(Files.readString(path));
        if (!bom.path("bomFormat").asString("").equals("CycloneDX")) {
            throw new IOException("`" + file + "` is no bill of materials of CycloneDX");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode component : bom.path("components")) {
            parts.add(Part.of(component));
        }
        return new Sbom(Part.of(bom.path("metadata").path("component")), parts);
    }
}
