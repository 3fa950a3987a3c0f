package ai.altairalabs.omnia.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where the executable starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /** The command line with every command. */
    static CommandLine commandLine() {
        return new CommandLine(new OmniaCommand())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(Style.ofProcess().colour() ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
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
