package ai.altairalabs.omnia.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.realparts.ApiServer;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applies policies to a real API server with kubectl, and looks at when a door would decide by them. */
class KubernetesPoliciesTest {
    /** Twenty times what is promised: a watch that works is faster on any machine, and what polls now and then is not. */
    private static final Duration CHANGE = Duration.ofSeconds(20);

    private static ApiServer server;
    private static Path kubeconfig;

    private static String namespace;
    private static int tests;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        server = ApiServer.withOurKinds();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** A namespace with a service account that may do what a door must, and nothing else. */
    @BeforeEach
    void namespace() {
        namespace = "production-" + tests++;
        server.kubectl("create", "namespace", namespace).orFail();
        server.kubectl("create", "serviceaccount", "door", "-n", namespace).orFail();
        server.kubectl(
                        "create",
                        "role",
                        "door",
                        "-n",
                        namespace,
                        "--verb=get,list,watch",
                        "--resource=agentpolicies.omnia.altairalabs.ai,toolpolicies.omnia.altairalabs.ai,"
                                + "toolregistries.omnia.altairalabs.ai,agentruntimes.omnia.altairalabs.ai")
                .orFail();
        server.kubectl(
                        "create",
                        "rolebinding",
                        "door",
                        "-n",
                        namespace,
                        "--role=door",
                        "--serviceaccount=" + namespace + ":door")
                .orFail();
        kubeconfig = server.kubeconfig(server.serviceAccountToken(namespace, "door"));
    }

    private static KubernetesPolicies watch(Path config) {
        return KubernetesPolicies.watch(config, namespace, Limits.standard(() -> 0), Clock.systemUTC());
    }

    private static String policy(String name, String mode, String cel) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  selector:
                    registry: customer-tools
                  rules:
                    - name: max
                      deny:
                        cel: '%s'
                        message: too much
                  mode: %s
                """.formatted(name, namespace, cel, mode);
    }

    private static void apply(String name, String mode) {
        server.kubectlWith(policy(name, mode, "double(body.amount) > 500.0"), "apply", "-f", "-")
                .orFail();
    }

    private static String modes(PolicySource source) {
        StringBuilder text = new StringBuilder();
        for (ToolPolicy policy : source.current().toolPolicies()) {
            text.append(policy.name().name()).append('=').append(policy.mode()).append(' ');
        }
        return text.toString().strip();
    }

    /** Waits for it, and prints how long that took. Only what never comes exceeds the bound. */
    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, Duration.ofMinutes(2), condition);
    }

    private static void await(String what, Duration bound, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(bound);
            Thread.sleep(1);
        }
        System.err.printf("%s: after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Test
    void whatIsAppliedComesIntoForce() throws Exception {
        apply("refunds", "audit");
        try (KubernetesPolicies source = watch(kubeconfig)) {
            await("the first load", source::ready);
            assertThat(modes(source)).isEqualTo("refunds=AUDIT");

            apply("refunds", "enforce");
            await("a change", CHANGE, () -> modes(source).equals("refunds=ENFORCE"));
            apply("more", "audit");
            await("a new policy", CHANGE, () -> modes(source).equals("more=AUDIT refunds=ENFORCE"));
            server.kubectl("delete", "toolpolicy", "refunds", "-n", namespace).orFail();
            await("a deletion", CHANGE, () -> modes(source).equals("more=AUDIT"));
            await("the all-clear", () -> source.status().fault().isEmpty());
        }
    }

    @Test
    void whileNothingChangesNothingIsRead() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            many.append(policy("policy-" + i, "enforce", "double(body.amount) > 500.0"))
                    .append("---\n");
        }
        server.kubectlWith(many.toString(), "apply", "-f", "-").orFail();
        try (KubernetesPolicies source = watch(kubeconfig)) {
            await("the first load", () -> source.current().toolPolicies().size() == 200);
            ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
            // The newest, should a thread of an earlier test still be ending.
            long loading = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("policies"))
                    .mapToLong(Thread::threadId)
                    .max()
                    .orElseThrow();

            long before = threads.getThreadAllocatedBytes(loading);
            // The events of the first list may come in later than the list itself: then another stretch is quiet.
            for (int i = 0; i < 20; i++) {
                Thread.sleep(3_000);
                long after = threads.getThreadAllocatedBytes(loading);
                if (after - before < 1_000_000) {
                    break;
                }
                assertThat(i)
                        .as("six looks at 200 policies allocated %,d octets", after - before)
                        .isLessThan(19);
                before = after;
            }
            long quiet = threads.getThreadAllocatedBytes(loading);

            apply("policy-0", "audit");
            await("a change after that", () -> modes(source).contains("policy-0=AUDIT"));
            assertThat(threads.getThreadAllocatedBytes(loading) - quiet)
                    .as("what one reading allocates")
                    .isGreaterThan(2_000_000);
        }
    }

    @Test
    void policiesOfOtherNamespacesAreNotSeen() throws Exception {
        apply("ours", "enforce");
        server.kubectlWith(
                        policy("theirs", "enforce", "true").replace("namespace: " + namespace, "namespace: default"),
                        "apply",
                        "-f",
                        "-")
                .orFail();
        try (KubernetesPolicies source = watch(kubeconfig)) {
            await("the first load", source::ready);
            assertThat(modes(source)).isEqualTo("ours=ENFORCE");
        } finally {
            server.kubectl("delete", "toolpolicy", "theirs", "-n", "default").orFail();
        }
    }

    @Test
    void aVersionThatDoesNotCompileKeepsTheLastGoodOneAndSaysSo() throws Exception {
        apply("refunds", "enforce");
        try (KubernetesPolicies source = watch(kubeconfig)) {
            await("the first load", source::ready);
            server.kubectlWith(policy("refunds", "audit", "boddy.amount > 1.0"), "apply", "-f", "-")
                    .orFail();

            await("the fault", () -> source.status().fault().contains("boddy"));
            assertThat(source.status().fault())
                    .startsWith("ToolPolicy " + namespace + "/refunds:")
                    .contains("boddy");
            assertThat(modes(source)).isEqualTo("refunds=ENFORCE");

            apply("refunds", "audit");
            await("the mended version", CHANGE, () -> modes(source).equals("refunds=AUDIT"));
            await("the all-clear", () -> source.status().fault().isEmpty());
        }
    }

    @Test
    void withoutTheApiServerTheLastGoodSetStaysAndWhatChangedMeanwhileIsNotMissed() throws Exception {
        apply("refunds", "enforce");
        apply("doomed", "enforce");
        try (Cut wire = new Cut(server.url().getPort())) {
            Path through = Files.writeString(
                    directory.resolve("kubeconfig"),
                    Files.readString(kubeconfig).replace(":" + server.url().getPort(), ":" + wire.port()));
            try (KubernetesPolicies source = watch(through)) {
                await("the first load", source::ready);
                wire.cut();
                await("the loss is said", () -> source.status().fault().contains("the API server does not answer"));
                assertThat(source.ready()).isTrue();
                assertThat(modes(source)).isEqualTo("doomed=ENFORCE refunds=ENFORCE");

                apply("refunds", "audit");
                server.kubectl("delete", "toolpolicy", "doomed", "-n", namespace)
                        .orFail();
                // The server that comes back knows nothing of the versions that the watch stopped at: it answers 410
                // Gone.
                server.compact();
                server.restartServer();
                wire.mend();
                await("what changed meanwhile", () -> modes(source).equals("refunds=AUDIT"));
                await("the all-clear", () -> source.status().fault().isEmpty());
                apply("refunds", "enforce");
                await("a change after it", CHANGE, () -> modes(source).equals("refunds=ENFORCE"));
            }
        }
    }

    @Test
    void aServiceAccountThatMayNotListIsToldWhatItLacks() throws Exception {
        server.kubectl("delete", "rolebinding", "door", "-n", namespace).orFail();
        try (KubernetesPolicies source = watch(kubeconfig)) {
            await("the refusal", () -> source.status().fault().contains("may not list"));
            assertThat(source.status().fault()).contains("`" + namespace + "`", "get, list and watch");
            assertThat(source.ready()).isFalse();
            server.kubectl(
                            "create",
                            "rolebinding",
                            "door",
                            "-n",
                            namespace,
                            "--role=door",
                            "--serviceaccount=" + namespace + ":door")
                    .orFail();
            await("the first load after it was allowed", source::ready);
        }
    }
}
