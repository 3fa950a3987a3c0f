package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows every fault of manifests at once. */
@Command(
        name = "validate",
        description = "Check manifests: every fault at once, with its place and what to write instead.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia validate -f examples/customer-service",
            "  omnia validate -f -",
            "",
            "Exit code 1 if there is an error; warnings and notes alone are 0."
        })
final class ValidateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GivenManifests manifests = new GivenManifests();

    @Override
    public Integer call() throws IOException {
        List<Decoded> files = manifests.files().read();
        PolicySet set = PolicySet.compile(ManifestReader.readFiles(files), Limits.standard(System::nanoTime));
        List<Problem> problems = Stream.concat(set.problems().stream(), set.notes().stream())
                .sorted(Comparator.comparing(Problem::place))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        Style style = Style.ofProcess();
        ProblemText.print(out, problems, style);
        out.println(ProblemText.summary(problems, files.size(), style));
        return problems.stream().anyMatch(Problem::isError) ? ExitCodes.NO : ExitCodes.OK;
    }
}
