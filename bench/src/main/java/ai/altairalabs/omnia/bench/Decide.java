package ai.altairalabs.omnia.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link DecideBenchmark} and prints one small table. With {@code --quick}, one short round of each. */
public final class Decide {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Decide() {}

    /** Takes {@code --quick} or nothing. */
    public static void main(String[] args) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + DecideBenchmark.class.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xmx2g", "--sun-misc-unsafe-memory-access=allow");
        if (List.of(args).contains("--quick")) {
            options.warmupIterations(1)
                    .measurementIterations(1)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementTime(TimeValue.milliseconds(300));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        print(results.stream().map(Decide::cell).toList(), System.out);
    }

    /** One benchmark with one pair of parameters. */
    record Cell(String benchmark, int policies, int bytes, double nanos, double allocated) {}

    private static Cell cell(RunResult result) {
        String name = result.getParams().getBenchmark();
        return new Cell(
                name.substring(name.lastIndexOf('.') + 1),
                Integer.parseInt(result.getParams().getParam("policies")),
                Integer.parseInt(result.getParams().getParam("bytes")),
                result.getPrimaryResult().getScore(),
                result.getSecondaryResults().get(ALLOCATED).getScore());
    }

    /** A line for each pair of parameters, then how much slower the largest set is than the smallest. */
    static void print(List<Cell> cells, PrintStream out) {
        record Key(int bytes, int policies) {}
        Map<Key, Map<String, Cell>> rows = new LinkedHashMap<>();
        cells.stream()
                .sorted(Comparator.comparingInt(Cell::bytes).thenComparingInt(Cell::policies))
                .forEach(cell -> rows.computeIfAbsent(
                                new Key(cell.bytes(), cell.policies()), _ -> new LinkedHashMap<>())
                        .put(cell.benchmark(), cell));
        out.printf(Locale.ROOT, 
                "%n%10s %10s %14s %14s %14s %14s%n",
                "body B", "policies", "decide µs", "allocated B", "read+decide µs", "allocated B");
        rows.forEach((key, row) -> {
            Cell decide = row.get("decide");
            Cell both = row.get("readAndDecide");
            out.printf(Locale.ROOT, 
                    "%,10d %,10d %14.2f %,14.0f %14.2f %,14.0f%n",
                    key.bytes(),
                    key.policies(),
                    decide.nanos() / 1000,
                    decide.allocated(),
                    both.nanos() / 1000,
                    both.allocated());
        });
        int fewest = cells.stream().mapToInt(Cell::policies).min().orElseThrow();
        int most = cells.stream().mapToInt(Cell::policies).max().orElseThrow();
        out.println();
        rows.keySet().stream().map(Key::bytes).distinct().forEach(bytes -> {
            double growth = rows.get(new Key(bytes, most)).get("decide").nanos()
                    / rows.get(new Key(bytes, fewest)).get("decide").nanos();
            out.printf(Locale.ROOT, "%,d B: %,d policies cost %.2f times what %,d cost%n", bytes, most, growth, fewest);
        });
    }
}
