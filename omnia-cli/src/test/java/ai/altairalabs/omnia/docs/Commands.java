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
        addOptions(tree(), options);
        return options;
    }

    private static void addOptions(CommandLine command, Set<String> options) {
        options.addAll(command.getCommandSpec().optionsMap().keySet());
        command.getSubcommands().values().forEach(held -> addOptions(held, options));
    }
}
