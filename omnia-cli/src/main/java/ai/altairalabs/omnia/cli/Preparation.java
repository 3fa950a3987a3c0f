package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.door.ProxyDoor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * Loads what a server needs while its command line is still being read. It makes nothing that is kept, and what fails here
 * fails again, with words, where it is needed.
 */
final class Preparation {
    private static final String POLICY = """
            apiVersion: omnia.altairalabs.ai/v1alpha1
            kind: ToolPolicy
            metadata: {name: preparation, namespace: preparation}
            spec:
              selector: {registry: none}
              rules:
                - name: any
                  deny: {cel: 'has(body.a) && double(body.a) > 1.0 || headers["a"] == ""', message: none}
            """;

    private static final CountDownLatch CORE = new CountDownLatch(1);
    private static volatile boolean begun;

    private Preparation() {}

    /** Begins, on a thread of its own. */
    static void begin() {
        begun = true;
        Thread.ofPlatform().daemon().name("preparation").start(Preparation::run);
    }

    /** Waits until policies can be compiled without doing the same work twice; not at all when nothing was begun. */
    static void awaitCore() throws InterruptedException {
        if (begun) {
            CORE.await();
        }
    }

    private static void run() {
        try {
            LoggerFactory.getILoggerFactory(); // complains when two threads begin at once
            PolicySet.compile(
                    ManifestReader.read(List.of(new SourceText("preparation", POLICY))),
                    Limits.standard(System::nanoTime));
        } finally {
            CORE.countDown();
        }
        try {
            ProxyDoor.prepare();
        } catch (RuntimeException | LinkageError _) {
            // Opening the door meets the same, and says it.
        }
    }
}
