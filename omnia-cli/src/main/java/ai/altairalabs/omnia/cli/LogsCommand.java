package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the log of {@code omnia up}: audit records and what the servers say. */
@Command(
        name = "logs",
        description = "Show the log of the running `omnia up`: audit records and diagnostics.",
        footerHeading = "%nExamples:%n",
        footer = {"  omnia logs --grep policy_decision", "  omnia logs --follow --tail 20"})
final class LogsCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--grep", paramLabel = "TEXT", description = "Only lines that contain this text.")
    private @Nullable String grep;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until `up` ends.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N of these lines.")
    private @Nullable Integer tail;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (tail != null && tail < 0) {
            throw new CannotDo("`--tail` counts lines: write 0 or more");
        }
        OmniaHome home = OmniaHome.ofProcess();
        Path log = home.upLog();
        if (!Files.exists(log)) {
            UpState.require(home, "");
            throw new CannotDo("there is no log at `" + log + "`");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (FileChannel channel = FileChannel.open(log);
                BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            boolean any = history(lines, out);
            out.flush();
            if (follow) {
                follow(home, lines, out);
                return ExitCodes.OK;
            }
            return any || grep == null ? ExitCodes.OK : ExitCodes.NO;
        }
    }

    private boolean history(BufferedReader lines, PrintWriter out) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        boolean any = false;
        String line = lines.readLine();
        while (line != null) {
            if (wanted(line)) {
                any = true;
                if (tail == null) {
                    out.println(line);
                } else {
                    last.add(line);
                    if (last.size() > tail) {
                        last.remove();
                    }
                }
            }
            line = lines.readLine();
        }
        last.forEach(out::println);
        return any;
    }

    private void follow(OmniaHome home, BufferedReader lines, PrintWriter out)
            throws IOException, InterruptedException {
        StringBuilder partial = new StringBuilder();
        boolean alive = true;
        while (alive && !out.checkError()) {
            alive = UpState.running(home).isPresent();
            while (lines.ready()) {
                int c = lines.read();
                if (c != '\n') {
                    partial.append((char) c);
                } else {
                    if (wanted(partial.toString())) {
                        out.println(partial);
                    }
                    partial.setLength(0);
                }
            }
            out.flush();
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean wanted(String line) {
        return grep == null || line.contains(grep);
    }
}
