package ai.altairalabs.omnia.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a name: holds the others. */
@Command(
        name = "omnia",
        description = "Guardrails for AI agents' tool calls.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia tutorial",
            "  omnia up -f examples/customer-service \\",
            "    --script examples/customer-service/model/script.yaml",
            "  omnia get toolpolicies -f examples/customer-service",
            "",
            "Exit codes: 0 done or yes, 1 the answer is no, 2 wrong usage or it cannot be done.",
            "State: $OMNIA_HOME, by default ~/.omnia."
        })
final class OmniaCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
