package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Runs the scenarios one after the other and prints one table. */
public final class Faults {
    private Faults() {}

    /** Takes the options of {@code bench/faults}; ends with 1 when anything was lost or does not agree. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.usage());
            return;
        }
        try {
            System.exit(run(List.of("./omnia"), Options.parse(args), System.out) ? 0 : 1);
        } catch (Options.Wrong e) {
            System.err.println("bench: " + e.getMessage() + "\n\n" + Options.usage());
            System.exit(2);
        }
    }

    /** Whether nothing was lost and everything agrees. */
    static boolean run(List<String> omnia, Options options, PrintStream out) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            out.println("bench: " + scenario.title() + ": " + scenario.what());
            long start = System.nanoTime();
            try (Stage stage = new Stage(omnia, Files.createTempDirectory("omnia-faults"), options.quick())) {
                rows.addAll(scenario.run().on(stage, options.seconds(scenario)));
            }
            out.println("bench: took " + (System.nanoTime() - start) / 1_000_000_000 + " s");
        }
        out.println();
        Row.print(rows, out);
        return rows.stream().allMatch(Row::isFaultless);
    }
}
