package ai.altairalabs.omnia.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where the executable starts. */
public final class Main {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    /** Commands that evaluate policies until they are stopped. */
    private static final Set<String> SERVERS = Set.of("up", "proxy", "ext-authz", "decision-point");

    /** What stands where the bytes of an argument were none of the locale's characters: what was meant is lost. */
    private static final char UNDECODABLE = '\uFFFD';

    /** An option with its label that is longer, in characters, has its description in the next line. */
    private static final int LONGEST_OPTION = 28;

    private Main() {}

    /** Every command by its name, in the order of the help. */
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("tutorial", TutorialCommand::new);
        commands.put("up", UpCommand::new);
        commands.put("proxy", ProxyCommand::new);
        commands.put("ext-authz", ExtAuthzCommand::new);
        commands.put("decision-point", DecisionPointCommand::new);
        commands.put("agent", AgentCommand::new);
        commands.put("operator", OperatorCommand::new);
        commands.put("get", GetCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("delete", DeleteCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("render", RenderCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("call", CallCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        return commands;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        if (args.length > 0 && SERVERS.contains(args[0])) {
            Preparation.begin();
        }
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        for (String argument : args) {
            if (argument.indexOf(UNDECODABLE) >= 0) {
                err.println("omnia: `" + argument + "` holds a character that cannot be read: write it in UTF-8,"
                        + " and set `LC_ALL=C.UTF-8` if the locale is not one of UTF-8");
                return ExitCodes.CANNOT;
            }
        }
        return commandLine(args).setOut(out).setErr(err).execute(args);
    }

    /** The command line with every command. */
    static CommandLine commandLine() {
        return configured(COMMANDS.values().stream().map(Supplier::get).toList());
    }

    /** The command line with what these arguments need: to describe a command costs time at each start. */
    private static CommandLine commandLine(String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            return configured(List.of());
        }
        Supplier<?> command = args.length == 0 || args[0].equals("completion") ? null : COMMANDS.get(args[0]);
        return command == null ? commandLine() : configured(List.of(command.get()));
    }

    private static CommandLine configured(List<?> commands) {
        CommandLine line = new CommandLine(new OmniaCommand());
        commands.forEach(line::addSubcommand);
        return line.registerConverter(Path.class, new Paths())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(Style.ofProcess().colour() ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(LONGEST_OPTION)
                .setExecutionExceptionHandler((failure, commandLine, _) -> {
                    commandLine.getOut().flush();
                    commandLine.getErr().println("omnia: " + Failures.words(failure));
                    return ExitCodes.CANNOT;
                })
                .setParameterExceptionHandler((failure, _) -> {
                    CommandLine command = failure.getCommandLine();
                    PrintWriter err = command.getErr();
                    err.println("omnia: " + Failures.usage(failure));
                    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
                        err.println("try `" + command.getCommandSpec().qualifiedName() + " --help`");
                    }
                    return ExitCodes.CANNOT;
                });
    }
}
