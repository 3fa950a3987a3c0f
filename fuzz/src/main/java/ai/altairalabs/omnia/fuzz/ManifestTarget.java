package ai.altairalabs.omnia.fuzz;

import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A manifest's file: it is read, or all its faults are told; it never fails, and it ends soon. */
public final class ManifestTarget {
    private ManifestTarget() {}

    /** One input: the octets of a file. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Effort effort = new Effort();
        Manifests manifests = ManifestReader.readFiles(List.of(ManifestReader.decode("fuzz.yaml", bytes)));
        effort.check("reading the manifest");
        Finding.unlessEqual(
                "a fault without a broken manifest",
                manifests.hasErrors(),
                !manifests.broken().isEmpty());
        for (Problem problem : manifests.problems()) {
            String shown = problem.render();
            Finding.unless(shown.split("\n", -1).length <= 4, "a problem has too many lines: " + shown);
            Finding.unlessForPeople(shown, new String(bytes, StandardCharsets.UTF_8));
        }
        effort.check("showing the problems");
        Finding.unlessEqual(
                "the problems of a second reading",
                manifests.problems().size(),
                ManifestReader.readFiles(List.of(ManifestReader.decode("fuzz.yaml", bytes)))
                        .problems()
                        .size());
    }
}
