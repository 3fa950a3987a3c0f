package ai.altairalabs.omnia.bench;

import ai.altairalabs.omnia.core.cel.CallVariables;
import ai.altairalabs.omnia.core.cel.CelEngine;
import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.cel.Program;
import ai.altairalabs.omnia.core.cel.Result;
import ai.altairalabs.omnia.server.policies.DoorLimits;
import ai.altairalabs.omnia.testkit.SlowExpression;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs each expression of {@code vectors/limits} under a door's limits, and prints how long the thread worked for it. */
public final class Slow {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 100;
    private static final int SMALL_BODY = 65536;

    private Slow() {}

    /** Takes the files. */
    public static void main(String[] args) throws IOException {
        Limits limits = DoorLimits.standard();
        System.out.printf(
                Locale.ROOT,
                "%10s %10s %10s  %-64s %s%n",
                "first ms",
                "median ms",
                "worst ms",
                "expression",
                "outcome");
        double worst = 0;
        List<SlowExpression> expressions = new ArrayList<>();
        for (String file : args) {
            expressions.addAll(SlowExpression.read(Path.of(file)));
        }
        for (SlowExpression slow : expressions) {
            Program program = slow.program(new CelEngine(limits));
            List<Long> times = new ArrayList<>();
            CallVariables call = slow.call();
            long begin = THREADS.getCurrentThreadCpuTime();
            Result result = program.evaluate(call);
            long first = THREADS.getCurrentThreadCpuTime() - begin;
            for (int i = 1; i < WARM_UP + ROUNDS; i++) {
                if (slow.body().length() <= SMALL_BODY) {
                    call = slow.call(); // of a body that is not large, values are read when a rule asks for them
                }
                long start = THREADS.getCurrentThreadCpuTime();
                result = program.evaluate(call);
                if (i >= WARM_UP) {
                    times.add(THREADS.getCurrentThreadCpuTime() - start);
                }
            }
            Collections.sort(times);
            worst = Math.max(worst, times.getLast() / 1e6);
            System.out.printf(
                    Locale.ROOT,
                    "%10.2f %10.2f %10.2f  %-64s %s%n",
                    first / 1e6,
                    times.get(times.size() / 2) / 1e6,
                    times.getLast() / 1e6,
                    slow.name(),
                    outcome(result));
        }
        System.out.printf(Locale.ROOT, "%nworst of all: %.2f ms%n", worst);
    }

    private static String outcome(Result result) {
        return switch (result) {
            case Result.Value value -> "gives " + value.value();
            case Result.Failed failed -> "failed: " + failed.reason();
        };
    }
}
