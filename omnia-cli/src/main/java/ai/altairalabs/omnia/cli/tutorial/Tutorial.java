package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.ExitCodes;
import ai.altairalabs.omnia.cli.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The whole tutorial, from nothing to the last check. */
public final class Tutorial {
    private static final List<Step> STEPS =
            List.of(new RestrictTools(), new MapClaims(), new BusinessRules(), new Enforce(), new ThroughTheAgent());

    private final Narrator narrator;
    private final boolean keep;

    /** With a place to tell; {@code keep} leaves everything running. */
    public Tutorial(PrintWriter out, Style style, boolean keep) {
        this.narrator = new Narrator(out, style);
        this.keep = keep;
    }

    /** Runs it and gives the exit code: 0 only if every check held. */
    public int run() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("omnia-tutorial-").toRealPath();
        narrator.step("Securing agents with policies");
        narrator.say("""
                A customer service agent, support-agent, has four tools: lookup_order, check_status, process_refund and
                delete_account. It may look up orders and pay refunds up to $500 with a reason, and delete nothing.
                This runs the tool service and `omnia up` as processes of their own, in %s.""".formatted(work));
        boolean left = false;
        World world = World.start(work, narrator);
        Thread cleaner = Thread.ofPlatform().unstarted(world::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            for (Step step : STEPS) {
                step.run(world);
            }
            summary();
            if (keep) {
                new NextSteps(world).print();
                left = true;
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(cleaner);
            if (left) {
                world.leaveRunning();
            } else {
                world.close();
                delete(work);
            }
        }
        return narrator.failed() == 0 ? ExitCodes.OK : ExitCodes.NO;
    }

    private void summary() {
        int all = narrator.held() + narrator.failed();
        narrator.step(
                narrator.failed() == 0
                        ? "All " + all + " checks held."
                        : narrator.failed() + " of " + all + " checks FAILED.");
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @org.jspecify.annotations.Nullable IOException e)
                    throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
