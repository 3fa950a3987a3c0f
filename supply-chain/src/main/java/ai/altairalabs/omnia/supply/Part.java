package ai.altairalabs.omnia.supply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a bill of materials.
 *
 * @param purl the package URL, for instance {@code pkg:maven/g/a@1.0?type=jar}
 * @param licences as the part names them: SPDX identifiers where there is one
 * @param hashes hexadecimal, by algorithm
 */
record Part(String group, String name, String version, String purl, List<String> licences, Map<String, String> hashes) {
    Part {
        licences = List.copyOf(licences);
        hashes = Map.copyOf(hashes);
    }

    static Part of(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            licences.add(choice.path("expression")
                    .asString(licence.path("id").asString(licence.path("name").asString(""))));
        }
        Map<String, String> hashes = new LinkedHashMap<>();
        for (JsonNode hash : component.path("hashes")) {
            hashes.put(hash.path("alg").asString(), hash.path("content").asString());
        }
        return new Part(
                component.path("group").asString(""),
                component.path("name").asString(""),
                component.path("version").asString(""),
                component.path("purl").asString(""),
                licences,
                hashes);
    }

    /** What Maven calls the jar of this part. */
    String file() {
        String classifier =
                purl.matches(".*[?&]classifier=.*") ? purl.replaceFirst(".*[?&]classifier=([^&]*).*", "-$1") : "";
        return name + "-" + version + classifier + ".jar";
    }

    /** Whether it is a module of this project. */
    boolean isOwn() {
        return group.equals("ai.altairalabs.omnia");
    }

    @Override
    public String toString() {
        return purl;
    }
}
