package ai.altairalabs.omnia.cli.tutorial;

import java.io.IOException;

/** One step of the tutorial. */
@FunctionalInterface
interface Step {
    /** Does it, tells about it, checks it. */
    void run(World world) throws IOException, InterruptedException;
}
