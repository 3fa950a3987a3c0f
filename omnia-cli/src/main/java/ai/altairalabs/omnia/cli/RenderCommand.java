package ai.altairalabs.omnia.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds what can be rendered. */
@Command(
        name = "render",
        description = "Print what the operator would make of manifests, without a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RenderIstioCommand.class,
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = "  omnia render istio -f manifests")
final class RenderCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
