package ai.altairalabs.omnia.cli;

import picocli.CommandLine;

/** Shows the commands to tests of other packages. */
public final class CommandTree {
    private CommandTree() {}

    /** Every command, as the executable has it. */
    public static CommandLine all() {
        return Main.commandLine();
    }
}
