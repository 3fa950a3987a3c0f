package ai.altairalabs.omnia.docs;

import ai.altairalabs.omnia.cli.CommandTree;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** The executable's commands, as their own declarations say. */
final class Commands {
    private Commands() {}

    static CommandLine tree() {
        return CommandTree.all().setUsageHelpWidth(100);
    }

    /** Every option of every command. */
    static Set<String> options() {
        Set<String> options = new TreeSet<>();
        CommandLine omnia = tree();
        options.addAll(omnia.getCommandSpec().optionsMap().keySet());
        omnia.getSubcommands()
                .values()
                .forEach(command ->
                        options.addAll(command.getCommandSpec().optionsMap().keySet()));
        return options;
    }
}
