package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read.
 *
 * @param documents the manifests of our group, in the order of the texts
 * @param problems all faults at once, sorted by place
 */
public record Manifests(List<Document> documents, List<Problem> problems) {
    public Manifests {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    /** The resources without errors, in order. */
    public List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        for (Document document : documents) {
            if (document instanceof Document.Whole whole) {
                resources.add(whole.resource());
            }
        }
        return resources;
    }

    /** The manifests with errors, in order. */
    public List<Document.Broken> broken() {
        List<Document.Broken> broken = new ArrayList<>();
        for (Document document : documents) {
            if (document instanceof Document.Broken faulty) {
                broken.add(faulty);
            }
        }
        return broken;
    }

    /** Whether any problem is an error. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
