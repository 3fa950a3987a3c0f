package ai.altairalabs.omnia.docs;

import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** The executable's commands, as their own declarations say. */
final class Commands {
    private Commands() {}

    /** The whole tree; its root is not public, so it is made by name, as picocli makes any command. */
    static CommandLine tree() throws ReflectiveOperationException {
        return new CommandLine(Class.forName("ai.altairalabs.omnia.cli.OmniaCommand"))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100);
    }

    /** Every option of every command. */
    static Set<String> options() throws ReflectiveOperationException {
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
