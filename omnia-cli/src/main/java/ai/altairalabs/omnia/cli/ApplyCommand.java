package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.admin.RunningManifests;
import ai.altairalabs.omnia.cli.manifest.ManifestEditor;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Puts manifests into force in the running {@code up}, or refuses them and changes nothing. */
@Command(
        name = "apply",
        description =
                "Put manifests into force in the running `omnia up`. Faulty ones are refused and nothing changes.",
        footerHeading = "%nExamples:%n",
        footer = {"  omnia apply -f refund-guardrails.yaml", "  omnia apply -f policies/", "  omnia apply -f -"})
final class ApplyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GivenManifests manifests = new GivenManifests();

    @Override
    public Integer call() throws IOException {
        try (RunningManifests running = RunningManifests.open(OmniaHome.ofProcess())) {
            List<Decoded> given = manifests.files().read();
            Manifests incoming = ManifestReader.readFiles(given);
            List<Document.Whole> documents = whole(incoming);
            if (incoming.hasErrors()) {
                PolicySet compiled = PolicySet.compile(incoming, Limits.standard(System::nanoTime));
                return refuse(compiled.problems(), given.size());
            }
            if (documents.isEmpty()) {
                throw new CannotDo("there is no manifest of omnia in it");
            }
            List<Problem> problems = running.problemsOf(documents, given);
            if (problems.stream().anyMatch(Problem::isError)) {
                return refuse(problems, given.size());
            }
            ProblemText.print(spec.commandLine().getErr(), problems, Style.ofProcess());
            put(running, documents);
            return ExitCodes.OK;
        }
    }

    private void put(RunningManifests running, List<Document.Whole> documents) throws IOException {
        ManifestEditor editor = running.editor();
        PrintWriter out = spec.commandLine().getOut();
        List<String> lines = documents.stream()
                .map(document -> reference(
                                document.resource().kind(), document.resource().name()) + " "
                        + editor.put(document).name().toLowerCase(Locale.ROOT))
                .toList();
        running.write(editor);
        lines.forEach(out::println);
        out.flush();
        spec.commandLine().getErr().println(running.awaitInForce());
    }

    /** {@code toolpolicy.omnia.altairalabs.ai/refund-guardrails}. */
    static String reference(Kind kind, ResourceName name) {
        return kind.singular() + ".omnia.altairalabs.ai/" + name.name();
    }

    private int refuse(List<Problem> problems, int files) {
        PrintWriter err = spec.commandLine().getErr();
        Style style = Style.ofProcess();
        ProblemText.print(err, problems, style);
        err.println(ProblemText.summary(problems, files, style) + "; nothing was changed");
        return ExitCodes.NO;
    }

    private static List<Document.Whole> whole(Manifests manifests) {
        return manifests.documents().stream()
                .flatMap(document -> document instanceof Document.Whole whole ? Stream.of(whole) : Stream.empty())
                .toList();
    }
}
