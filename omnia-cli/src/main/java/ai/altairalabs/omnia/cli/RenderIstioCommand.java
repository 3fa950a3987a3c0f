package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.manifest.YamlText;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.manifest.Decoded;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.operator.cluster.Mesh;
import ai.altairalabs.omnia.operator.desired.Desired;
import ai.altairalabs.omnia.operator.desired.Note;
import ai.altairalabs.omnia.operator.desired.Report;
import ai.altairalabs.omnia.operator.objects.DesiredObject;
import ai.altairalabs.omnia.operator.observe.ManifestCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The Istio objects that the operator would make. */
@Command(
        name = "istio",
        description = {
            "Print the Istio objects that the operator makes of policies.",
            "The manifests must include the Services of the tools; with the Deployments of the agents their service"
                    + " accounts are known too. Other kinds are passed over. What Istio cannot enforce is said on standard"
                    + " error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia render istio -f manifests",
            "  omnia render istio -f policies -f services.yaml --trust-domain example.org",
            "  omnia render istio -f manifests --ambient | kubectl apply -f -",
            "",
            "Exit code 1 if a manifest has an error: then nothing is printed."
        })
final class RenderIstioCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GivenManifests manifests = new GivenManifests();

    @Option(
            names = "--trust-domain",
            paramLabel = "DOMAIN",
            defaultValue = "cluster.local",
            description = "What the identities of the mesh begin with. Default: ${DEFAULT-VALUE}.")
    private String trustDomain = "";

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            defaultValue = "cluster.local",
            description = "What the names of Services end with. Default: ${DEFAULT-VALUE}.")
    private String clusterDomain = "";

    @Option(
            names = "--root-namespace",
            paramLabel = "NAME",
            defaultValue = "istio-system",
            description = "Where objects for the whole mesh stand. Default: ${DEFAULT-VALUE}.")
    private String rootNamespace = "";

    @Option(names = "--ambient", description = "For ambient mode: attach to Services, for their waypoints.")
    private boolean ambient;

    @Option(names = "--strict-mtls", description = "Also make mutual TLS strict at the tools.")
    private boolean strictMtls;

    @Override
    public Integer call() throws IOException {
        List<Decoded> files = manifests.files().read();
        Mesh mesh = new Mesh(
                ambient ? Mesh.Mode.AMBIENT : Mesh.Mode.SIDECAR,
                trustDomain,
                clusterDomain,
                rootNamespace,
                strictMtls,
                Mesh.DEFAULT.networkPolicies());
        ManifestCluster cluster = ManifestCluster.read(files, Limits.standard(System::nanoTime), mesh);
        PrintWriter err = spec.commandLine().getErr();
        ProblemText.print(err, cluster.problems(), Style.ofProcess());
        if (cluster.problems().stream().anyMatch(Problem::isError)) {
            err.println(ProblemText.summary(cluster.problems(), files.size(), Style.ofProcess()));
            return ExitCodes.NO;
        }
        Desired desired = Desired.of(cluster.view());
        PrintWriter out = spec.commandLine().getOut();
        for (DesiredObject object : desired.objects()) {
            out.print("---\n" + YamlText.of(object.toMap()));
        }
        for (Report report : desired.reports()) {
            for (Note note : report.allNotes()) {
                if (note.reason().seenInManifests()) {
                    err.println(report.kind().singular() + " " + report.policy() + ": " + note.text());
                }
            }
        }
        out.flush();
        return ExitCodes.OK;
    }
}
