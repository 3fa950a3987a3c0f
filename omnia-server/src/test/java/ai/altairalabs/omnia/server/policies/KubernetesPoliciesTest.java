package ai.altairalabs.omnia.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ai.altairalabs.omnia.realparts.ApiServer;
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
    private static ApiServer server;
    private static Path kubeconfig;

    private static String namespace;
    private static int tests;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
        server.kubectl("apply", "-f", "deploy/crds").orFail();
        server.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
                .orFail();
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
        return KubernetesPolicies.watch(config, namespace, DoorLimits.standard(), Clock.systemUTC());
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

    private static void within(String what, int seconds, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(Duration.ofSeconds(seconds));
            Thread.sleep(1);
        }
        System.err.printf("%s: after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Test
    void whatIsAppliedIsInForceWithinASecondOfItsAnswer() throws Exception {
        apply("refunds", "audit");
        try (KubernetesPolicies source = watch(kubeconfig)) {
            within("the first load", 30, source::ready);
            assertThat(modes(source)).isEqualTo("refunds=AUDIT");

            apply("refunds", "enforce");
            within("a change", 1, () -> modes(source).equals("refunds=ENFORCE"));
            apply("more", "audit");
            within("a new policy", 1, () -> modes(source).equals("more=AUDIT refunds=ENFORCE"));
            server.kubectl("delete", "toolpolicy", "refunds", "-n", namespace).orFail();
            within("a deletion", 1, () -> modes(source).equals("more=AUDIT"));
            within("the all-clear", 1, () -> source.status().fault().isEmpty());
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
            within("the first load", 30, source::ready);
            assertThat(modes(source)).isEqualTo("ours=ENFORCE");
        } finally {
            server.kubectl("delete", "toolpolicy", "theirs", "-n", "default").orFail();
        }
    }

    @Test
    void aVersionThatDoesNotCompileKeepsTheLastGoodOneAndSaysSo() throws Exception {
        apply("refunds", "enforce");
        try (KubernetesPolicies source = watch(kubeconfig)) {
            within("the first load", 30, source::ready);
            server.kubectlWith(policy("refunds", "audit", "boddy.amount > 1.0"), "apply", "-f", "-")
                    .orFail();

            within("the fault", 2, () -> !source.status().fault().isEmpty());
            assertThat(source.status().fault())
                    .startsWith("ToolPolicy " + namespace + "/refunds:")
                    .contains("boddy");
            assertThat(modes(source)).isEqualTo("refunds=ENFORCE");

            apply("refunds", "audit");
            within("the mended version", 1, () -> modes(source).equals("refunds=AUDIT"));
            within("the all-clear", 1, () -> source.status().fault().isEmpty());
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
                within("the first load", 30, source::ready);
                wire.cut();
                within(
                        "the loss is said",
                        10,
                        () -> source.status().fault().contains("the API server does not answer"));
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
                within("what changed meanwhile", 20, () -> modes(source).equals("refunds=AUDIT"));
                within("the all-clear", 40, () -> source.status().fault().isEmpty());
                apply("refunds", "enforce");
                within("a change after it", 1, () -> modes(source).equals("refunds=ENFORCE"));
            }
        }
    }

    @Test
    void aServiceAccountThatMayNotListIsToldWhatItLacks() throws Exception {
        server.kubectl("delete", "rolebinding", "door", "-n", namespace).orFail();
        try (KubernetesPolicies source = watch(kubeconfig)) {
            within("the refusal", 10, () -> source.status().fault().contains("may not list"));
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
            within("the first load after it was allowed", 60, source::ready);
        }
    }
}
