package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.admin.AdminClient;
import ai.altairalabs.omnia.cli.admin.ResourceList;
import ai.altairalabs.omnia.cli.json.Json;
import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import ai.altairalabs.omnia.cli.manifest.YamlText;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import ai.altairalabs.omnia.cli.table.ResourceTree;
import ai.altairalabs.omnia.cli.table.Tables;
import ai.altairalabs.omnia.core.policy.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows resources, as kubectl would. */
@Command(
        name = "get",
        description = "Show resources of a kind: those of the running `omnia up`, or of manifests.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia get toolpolicies -n production",
            "  omnia get agentpolicies -f examples/customer-service",
            "  omnia get tp refund-guardrails -o yaml"
        })
final class GetCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = Kinds.class,
            completionCandidates = Kinds.Candidates.class,
            description = "${COMPLETION-CANDIDATES}; or the singular, or ap, tp, tr, ar.")
    @SuppressWarnings("NullAway.Init")
    private Kind kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only the one of this name.")
    private @Nullable String name;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Only of this namespace. Without it: of the only one that occurs.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of every namespace.")
    private boolean allNamespaces;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private @Nullable Format format;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            description = "Read this file or directory instead of asking the running `up`.")
    private @Nullable List<Path> paths;

    /** Where the manifests are that were read, here or by {@code up}. */
    private List<Path> read = List.of();

    /** How resources are shown. */
    enum Format {
        wide,
        yaml,
        json
    }

    @Override
    public Integer call() throws IOException {
        ResourceList all = load();
        String only = namespace(all);
        List<ResourceTree> found = all.resources().stream()
                .filter(r -> r.kind() == kind)
                .filter(r -> only == null || r.namespace().equals(only))
                .filter(r -> name == null || r.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            return nothing(all, only);
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case yaml -> out.print(YamlText.of(tree(found)));
            case json -> out.println(Json.pretty(tree(found)));
            case wide -> out.print(Tables.render(kind, found, only == null, true, Instant.now()));
            case null -> out.print(Tables.render(kind, found, only == null, false, Instant.now()));
        }
        sayFaults(all);
        return ExitCodes.OK;
    }

    /** Says that nothing was found; it may stand in what could not be read. */
    private int nothing(ResourceList all, @Nullable String only) {
        if (all.unread() > 0) {
            throw new CannotDo("no " + kind.singular() + (name == null ? "" : " `" + name + "`") + " could be read: "
                    + faults(all));
        }
        PrintWriter err = spec.commandLine().getErr();
        if (name == null) {
            err.println(only == null ? "No resources found" : "No resources found in " + only + " namespace.");
        } else {
            err.println("there is no " + kind.singular() + " `" + name + "`"
                    + (only == null ? "" : " in namespace `" + only + "`"));
        }
        sayFaults(all);
        return name == null ? ExitCodes.OK : ExitCodes.NO;
    }

    private void sayFaults(ResourceList all) {
        if (all.errors() > 0) {
            spec.commandLine().getErr().println("omnia: " + faults(all));
        }
    }

    private String faults(ResourceList all) {
        return "the manifests have " + Count.of(all.errors(), "error") + "; see `omnia validate"
                + read.stream().map(path -> " -f " + path).collect(Collectors.joining()) + "`";
    }

    private ResourceList load() throws IOException {
        if (paths != null) {
            read = paths;
            return ResourceList.of(new ManifestFiles(paths));
        }
        UpState up = UpState.require(OmniaHome.ofProcess(), ", or read manifests with `-f PATH`");
        read = up.manifests();
        try (AdminClient admin = new AdminClient(up.admin())) {
            return ResourceList.of(admin.get("/v1/resources"));
        }
    }

    /** The namespace to show, or null for all. */
    private @Nullable String namespace(ResourceList all) {
        if (allNamespaces) {
            return null;
        }
        if (namespace != null) {
            return namespace;
        }
        SortedSet<String> occurring =
                all.resources().stream().map(ResourceTree::namespace).collect(Collectors.toCollection(TreeSet::new));
        if (occurring.size() > 1) {
            throw new CannotDo("there are several namespaces (" + String.join(", ", occurring)
                    + "); choose one with `-n NS`, or all with `-A`");
        }
        return occurring.isEmpty() ? "default" : occurring.first();
    }

    private Map<String, @Nullable Object> tree(List<ResourceTree> found) {
        if (name != null && found.size() == 1) {
            return found.getFirst().tree();
        }
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("apiVersion", "v1");
        list.put("kind", "List");
        list.put("items", found.stream().map(ResourceTree::tree).toList());
        return list;
    }
}
