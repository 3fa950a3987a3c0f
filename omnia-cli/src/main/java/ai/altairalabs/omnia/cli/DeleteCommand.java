package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.admin.RunningManifests;
import ai.altairalabs.omnia.cli.manifest.ManifestEditor;
import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes resources out of force in the running {@code up}. */
@Command(
        name = "delete",
        description = "Take resources out of the running `omnia up`.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia delete toolpolicy refund-guardrails -n production",
            "  omnia delete -f refund-guardrails.yaml"
        })
final class DeleteCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND",
            converter = Kinds.class,
            completionCandidates = Kinds.Candidates.class,
            description = "${COMPLETION-CANDIDATES}; or the singular, or ap, tp, tr, ar.")
    private @Nullable Kind kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Its name.")
    private @Nullable String name;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Its namespace. Without it: the only one that has such a resource.")
    private @Nullable String namespace;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            description = "Every resource of this file or directory; `-` is standard input.")
    private @Nullable List<Path> paths;

    private record Target(Kind kind, ResourceName name) {}

    @Override
    public Integer call() throws IOException {
        if ((paths == null) == (name == null)) {
            throw new CannotDo("say what to delete: `KIND NAME`, or `-f PATH`");
        }
        try (RunningManifests running = RunningManifests.open(OmniaHome.ofProcess())) {
            ManifestEditor editor = running.editor();
            List<String> deleted = new ArrayList<>();
            boolean all = true;
            for (Target target : targets(editor)) {
                String reference = ApplyCommand.reference(target.kind, target.name);
                if (editor.remove(target.kind, target.name)) {
                    deleted.add(reference + " deleted");
                } else {
                    all = false;
                    spec.commandLine().getErr().println(reference + " is not there");
                }
            }
            if (!deleted.isEmpty()) {
                running.write(editor);
                PrintWriter out = spec.commandLine().getOut();
                deleted.forEach(out::println);
                out.flush();
                spec.commandLine().getErr().println(running.awaitInForce());
            }
            return all ? ExitCodes.OK : ExitCodes.NO;
        }
    }

    private Set<Target> targets(ManifestEditor editor) throws IOException {
        Set<Target> targets = new LinkedHashSet<>();
        if (paths != null) {
            for (Document document :
                    ManifestReader.readFiles(new ManifestFiles(paths).read()).documents()) {
                switch (document) {
                    case Document.Whole whole ->
                        targets.add(new Target(
                                whole.resource().kind(), whole.resource().name()));
                    case Document.Broken broken -> {
                        Kind itsKind = broken.kind();
                        ResourceName itsName = broken.name();
                        if (itsKind != null && itsName != null) {
                            targets.add(new Target(itsKind, itsName));
                        }
                    }
                }
            }
            return targets;
        }
        if (kind == null || name == null) {
            throw new CannotDo("say what to delete: `KIND NAME`, or `-f PATH`");
        }
        List<String> namespaces = namespace != null ? List.of(namespace) : editor.namespacesOf(kind, name);
        if (namespaces.size() > 1) {
            throw new CannotDo("there is one in each of " + String.join(", ", namespaces) + "; choose with `-n NS`");
        }
        targets.add(new Target(kind, new ResourceName(namespaces.isEmpty() ? "default" : namespaces.getFirst(), name)));
        return targets;
    }
}
