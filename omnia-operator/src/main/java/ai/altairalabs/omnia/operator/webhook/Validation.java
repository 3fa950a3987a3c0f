package ai.altairalabs.omnia.operator.webhook;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.ObjectText;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether an object of ours may go in: what {@code omnia validate} says of it among the others of its namespace. */
final class Validation {
    /** The longest warning that kubectl shows whole. */
    private static final int LONGEST_WARNING = 256;

    private Validation() {}

    /**
     * The verdict.
     *
     * @param object as the API server has it
     * @param others texts of the registries, agents and AgentPolicies of its namespace
     */
    static Verdict of(Map<String, Object> object, List<SourceText> others) {
        SourceText text = ObjectText.of(object);
        List<SourceText> all = new ArrayList<>();
        all.add(text);
        others.stream().filter(one -> !one.name().equals(text.name())).forEach(all::add);
        PolicySet set = PolicySet.compile(ManifestReader.read(all), Limits.standard(System::nanoTime));
        List<Problem> problems = set.problems().stream()
                .filter(problem -> problem.place().source().name().equals(text.name()))
                .toList();
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Verdict.Refused(problems.stream()
                    .filter(Problem::isError)
                    .map(Problem::render)
                    .collect(Collectors.joining("\n\n")));
        }
        return new Verdict.Allowed(problems.stream().map(Validation::warning).toList());
    }

    /** On one line: the API server drops warnings with line breaks. */
    private static String warning(Problem problem) {
        String line =
                problem.place() + ": " + problem.message() + (problem.advice() == null ? "" : ": " + problem.advice());
        String clean = line.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_WARNING ? clean : clean.substring(0, LONGEST_WARNING - 1) + "…";
    }
}
