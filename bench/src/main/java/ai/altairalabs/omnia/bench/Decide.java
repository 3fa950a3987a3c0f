package ai.altairalabs.omnia.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link DecideBenchmark} and prints one small table. With {@code --quick}, one short round of each. */
public final class Decide {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Decide() {}

    /** Takes {@code --quick} or nothing. */
    public static void main(String[] args) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + DecideBenchmark.class.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("-Xmx2g", "--sun-misc-unsafe-memory-access=allow");
        if (List.of(args).contains("--quick")) {
            options.warmupIterations(1)
                    .measurementIterations(1)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementTime(TimeValue.milliseconds(300));
        }
        System.out.println("measuring");
        Collection<RunResult> results = new Runner(options.build()).run();
        print(results.stream().map(Decide::cell).toList(), System.out);
    }

    /**
     * One benchmark with one pair of parameters.
     *
     * @param nanos for one operation
     * @param allocated bytes for one operation
     */
    record Cell(String benchmark, int policies, int bytes, double nanos, double allocated) {
        double micros() {
            return nanos / 1000;
        }
    }

    private static Cell cell(RunResult result) {
        String name = result.getParams().getBenchmark();
        return new Cell(
                name.substring(name.lastIndexOf('.') + 1),
                Integer.parseInt(result.getParams().getParam("policies")),
                Integer.parseInt(result.getParams().getParam("bytes")),
                result.getPrimaryResult().getScore(),
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                        .getScore());
    }

    /** A line for each pair of parameters, then how much slower the largest set is than the smallest. */
    static void print(List<Cell> cells, PrintStream out) {
        List<Cell> alone = only("decide", cells);
        List<Cell> reading = only("readAndDecide", cells);
        out.printf(
                Locale.ROOT,
                "%n%10s %10s %14s %14s %14s %14s%n",
                "body B",
                "policies",
                "decide µs",
                "allocated B",
                "read+decide µs",
                "allocated B");
        for (int i = 0; i < alone.size(); i++) {
            Cell decide = alone.get(i);
            Cell both = reading.get(i);
            out.printf(
                    Locale.ROOT,
                    "%,10d %,10d %14.2f %,14.0f %14.2f %,14.0f%n",
                    decide.bytes(),
                    decide.policies(),
                    decide.micros(),
                    decide.allocated(),
                    both.micros(),
                    both.allocated());
        }
        out.println();
        for (int bytes : alone.stream().mapToInt(Cell::bytes).distinct().toArray()) {
            List<Cell> ofSize =
                    alone.stream().filter(cell -> cell.bytes() == bytes).toList();
            Cell fewest = ofSize.getFirst();
            Cell most = ofSize.getLast();
            out.printf(
                    Locale.ROOT,
                    "%,d B: %,d policies cost %.2f times what %,d cost%n",
                    bytes,
                    most.policies(),
                    most.nanos() / fewest.nanos(),
                    fewest.policies());
        }
    }

    private static List<Cell> only(String benchmark, List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.benchmark().equals(benchmark))
                .sorted(Comparator.comparingInt(Cell::bytes).thenComparingInt(Cell::policies))
                .toList();
    }
}
