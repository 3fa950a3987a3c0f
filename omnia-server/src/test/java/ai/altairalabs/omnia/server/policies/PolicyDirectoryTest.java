package ai.altairalabs.omnia.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.cel.Limits;
import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.policy.ToolPolicy;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Edits real files in the ways that editors, deployments and people do, and measures when that is in force. */
class PolicyDirectoryTest {
    /** Twenty times what is promised: on any machine only a fault exceeds it. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private static String policy(String name, String mode) {
        return """
                apiVersion: omnia.altairalabs.ai/v1alpha1
                kind: ToolPolicy
                metadata:
                  name: %s
                  namespace: production
                spec:
                  selector:
                    registry: customer-tools
                  rules:
                    - name: max
                      deny:
                        cel: 'double(body.amount) > 500.0'
                        message: too much
                  mode: %s
                """.formatted(name, mode);
    }

    private static PolicyDirectory watch(Path... paths) {
        return PolicyDirectory.watch(
                List.of(paths), Limits.standard(() -> 0), Clock.systemUTC(), Duration.ofMinutes(2));
    }

    /** As doors do, which give a file that was emptied less than a second to be filled. */
    private static PolicyDirectory watchAsDoorsDo(Path... paths) {
        return PolicyDirectory.watch(List.of(paths), Limits.standard(() -> 0), Clock.systemUTC());
    }

    private static String modes(PolicyDirectory source) {
        StringBuilder text = new StringBuilder();
        for (ToolPolicy policy : source.current().toolPolicies()) {
            text.append(policy.name().name()).append('=').append(policy.mode()).append(' ');
        }
        return text.toString().strip();
    }

    /** Waits until it holds, and prints how long it took. */
    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(BOUND);
            Thread.sleep(1);
        }
        System.err.printf("%s: in force after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void replaceAtomically(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("." + file.getFileName() + ".tmp"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void everyWayOfChangingAFileComesIntoForce() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        try (PolicyDirectory source = watch(directory)) {
            assertThat(source.ready()).isTrue();
            assertThat(modes(source)).isEqualTo("a=AUDIT");

            Files.writeString(file, policy("a", "enforce"));
            await("writing in place", () -> modes(source).equals("a=ENFORCE"));

            replaceAtomically(file, policy("a", "audit"));
            await("renaming over", () -> modes(source).equals("a=AUDIT"));

            Files.writeString(directory.resolve("b.yml"), policy("b", "enforce"));
            await("adding a file", () -> modes(source).equals("a=AUDIT b=ENFORCE"));

            Files.delete(file);
            await("deleting a file", () -> modes(source).equals("b=ENFORCE"));

            Files.move(directory.resolve("b.yml"), directory.resolve("c.yaml"));
            Files.writeString(directory.resolve("c.yaml"), policy("c", "audit"));
            await("renaming and writing", () -> modes(source).equals("c=AUDIT"));
        }
    }

    @Test
    void aFileNamedItselfIsWatchedToo() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        Files.writeString(directory.resolve("other.yaml"), policy("other", "audit"));
        try (PolicyDirectory source = watch(file)) {
            assertThat(modes(source)).isEqualTo("a=AUDIT");
            replaceAtomically(file, policy("a", "enforce"));
            await("renaming over a named file", () -> modes(source).equals("a=ENFORCE"));

            Files.delete(file);
            await(
                    "noticing that a named file vanished",
                    () -> source.status().fault().endsWith("no such file or directory"));
            assertThat(modes(source)).as("the last good version stays").isEqualTo("a=ENFORCE");
            assertThat(source.ready()).isTrue();
        }
    }

    @Test
    void aConfigMapIsSwappedAsAWhole() throws Exception {
        Path one = Files.createDirectory(directory.resolve("..1"));
        Files.writeString(one.resolve("a.yaml"), policy("a", "audit"));
        Files.writeString(one.resolve("b.yaml"), policy("b", "audit"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
        Files.createSymbolicLink(directory.resolve("b.yaml"), Path.of("..data/b.yaml"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PolicyDirectory source = watch(directory)) {
            source.onChange(_ -> seen.add(modes(source)));
            Path two = Files.createDirectory(directory.resolve("..2"));
            Files.writeString(two.resolve("a.yaml"), policy("a", "enforce"));
            Files.writeString(two.resolve("b.yaml"), policy("b", "enforce"));
            Files.createSymbolicLink(directory.resolve("..tmp"), Path.of("..2"));
            Files.move(directory.resolve("..tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            await("swapping a symbolic link", () -> modes(source).equals("a=ENFORCE b=ENFORCE"));
        }
        assertThat(seen).containsExactly("a=AUDIT b=AUDIT", "a=ENFORCE b=ENFORCE");
    }

    @Test
    void aDirectoryBehindASymbolicLinkIsFollowed() throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        Files.writeString(one.resolve("a.yaml"), policy("a", "audit"));
        Files.writeString(two.resolve("a.yaml"), policy("a", "enforce"));
        Path current = Files.createSymbolicLink(directory.resolve("current"), one);
        try (PolicyDirectory source = watch(current)) {
            Files.createSymbolicLink(directory.resolve("next"), two);
            Files.move(directory.resolve("next"), current, StandardCopyOption.ATOMIC_MOVE);
            await("swapping the directory", () -> modes(source).equals("a=ENFORCE"));
            Files.writeString(two.resolve("a.yaml"), policy("a", "audit"));
            await("writing in the new directory", () -> modes(source).equals("a=AUDIT"));
        }
    }

    @Test
    void aFileThatIsEmptiedBeforeItIsWrittenNeverOpensAGap() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PolicyDirectory source = watch(directory)) {
            source.onChange(_ -> seen.add(modes(source)));
            try (OutputStream out = Files.newOutputStream(file)) {
                Thread.sleep(150);
                out.write(policy("a", "enforce").getBytes(StandardCharsets.UTF_8));
            }
            await("emptying, waiting and writing", () -> modes(source).equals("a=ENFORCE"));
            assertThat(seen).containsExactly("a=AUDIT", "a=ENFORCE");
        }
    }

    @Test
    void aFileThatStaysEmptyIsEmpty() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        try (PolicyDirectory source = watchAsDoorsDo(directory)) {
            Files.writeString(file, "");
            await("emptying for good", () -> modes(source).isEmpty());
        }
    }

    @Test
    void aNamedFileThatIsRemovedAndMadeAnewNeverOpensAGap() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PolicyDirectory source = watch(file)) {
            source.onChange(_ -> seen.add(modes(source)));
            Files.delete(file);
            await("noticing the removal", () -> source.status().failures() == 1);
            Files.createFile(file);
            Thread.sleep(150);
            Files.writeString(file, policy("a", "enforce"));
            await("removing, making and writing", () -> modes(source).equals("a=ENFORCE"));
            assertThat(seen).containsExactly("a=AUDIT", "a=ENFORCE");
        }
    }

    @Test
    void aStormOfWritesIsSurvived() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        try (PolicyDirectory source = watchAsDoorsDo(directory)) {
            Path busy = directory.resolve("busy.yaml");
            Thread writer = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; !Thread.interrupted(); i++) {
                        Files.writeString(busy, "# " + i + "\n".repeat(i % 100));
                    }
                } catch (IOException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Thread.sleep(300);
            assertThat(modes(source)).isEqualTo("a=AUDIT");
            writer.interrupt();
            writer.join();
            Files.writeString(busy, "");
            Files.writeString(file, policy("a", "enforce"));
            await("the first change after the storm", () -> modes(source).equals("a=ENFORCE"));
            await("no fault afterwards", () -> source.status().fault().isEmpty());
        }
    }

    @Test
    void aFaultKeepsTheLastGoodVersionAndSaysSo() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "enforce"));
        Path other = Files.writeString(directory.resolve("b.yaml"), policy("b", "enforce"));
        try (PolicyDirectory source = watch(directory)) {
            PolicySet before = source.current();
            Files.writeString(file, policy("a", "enforce").replace("spec:", "spec: {"));
            await("a YAML fault", () -> source.status().failures() == 1);
            assertThat(modes(source)).isEqualTo("a=ENFORCE b=ENFORCE");
            assertThat(source.status().fault()).contains("a.yaml:");
            assertThat(source.current().revision()).isEqualTo(before.revision());

            Files.writeString(file, policy("a", "enforce").replace("double(", "dubble("));
            await("a CEL fault", () -> source.status().failures() == 2);
            assertThat(modes(source)).isEqualTo("a=ENFORCE b=ENFORCE");

            Files.delete(other);
            await("a deletion beside a fault", () -> modes(source).equals("a=ENFORCE"));

            Files.writeString(file, policy("a", "audit"));
            await("mending it", () -> modes(source).equals("a=AUDIT"));
            await("saying that it is mended", () -> source.status().fault().isEmpty());
        }
    }

    @Test
    void isNotReadyBeforeTheFirstCompleteLoad() throws Exception {
        Path file = directory.resolve("a.yaml");
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PolicyDirectory source = watch(file)) {
            source.onChange(_ -> seen.add(modes(source)));
            assertThat(source.ready()).isFalse();
            assertThat(source.status().fault()).endsWith("there is no such file or directory");

            replaceAtomically(file, "a: [");
            await("saying what is wrong", () -> source.status().fault().contains("a.yaml:1:"));
            assertThat(source.ready()).isFalse();

            Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
            await("saying that it is no text", () -> source.status().fault().contains("UTF-8"));
            assertThat(source.ready()).isFalse();
            assertThat(seen).isEmpty();

            replaceAtomically(file, policy("a", "enforce"));
            await("the first load", source::ready);
            assertThat(seen).containsExactly("a=ENFORCE");
        }
    }

    @Test
    void anUnreadableDirectoryKeepsTheLastGoodSet() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("policies"));
        Files.writeString(inner.resolve("a.yaml"), policy("a", "enforce"));
        try (PolicyDirectory source = watch(inner)) {
            Path away = Files.move(inner, directory.resolve("away"));
            await("losing the directory", () -> source.status().failures() > 0);
            assertThat(modes(source)).isEqualTo("a=ENFORCE");
            assertThat(source.ready()).isTrue();
            Files.writeString(away.resolve("a.yaml"), policy("a", "audit"));
            Files.move(away, inner);
            await("finding it again", () -> modes(source).equals("a=AUDIT"));
            await("saying so", () -> source.status().fault().isEmpty());
        }
    }

    @Test
    void readsOnlyManifestsOfTheDirectoryItself() throws Exception {
        Files.writeString(directory.resolve("a.yaml"), policy("a", "enforce"));
        Files.writeString(directory.resolve(".hidden.yaml"), policy("hidden", "enforce"));
        Files.writeString(directory.resolve("notes.txt"), policy("notes", "enforce"));
        Files.writeString(directory.resolve("a.yaml~"), policy("backup", "enforce"));
        Path inner = Files.createDirectory(directory.resolve("inner.yaml"));
        Files.writeString(inner.resolve("b.yaml"), policy("b", "enforce"));
        try (PolicyDirectory source = watch(directory)) {
            assertThat(modes(source)).isEqualTo("a=ENFORCE");
        }
    }

    @Test
    void tellsListenersOncePerChangeAndSurvivesABadOne() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "audit"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (PolicyDirectory source = watch(directory)) {
            source.onChange(_ -> {
                throw new IllegalStateException("a bad listener");
            });
            source.onChange(set -> seen.add(set.revision()));
            Files.writeString(file, policy("a", "enforce"));
            await("a change", () -> seen.size() == 2);
            Thread.sleep(1_000);
            assertThat(seen).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void tellsWhichResourcesCameWentAndChanged() throws Exception {
        Files.writeString(directory.resolve("a.yaml"), policy("a", "audit") + "---\n" + policy("b", "audit"));
        try (PolicyDirectory source = watch(directory)) {
            PolicyTexts before = texts(source, directory.resolve("a.yaml"));
            assertThat(PolicyTexts.NONE.changesTo(before))
                    .isEqualTo("added toolpolicy production/a, toolpolicy production/b");
            Files.writeString(directory.resolve("a.yaml"), policy("b", "enforce") + "---\n" + policy("c", "audit"));
            await("a change", () -> modes(source).equals("b=ENFORCE c=AUDIT"));
            PolicyTexts after = texts(source, directory.resolve("a.yaml"));
            assertThat(before.changesTo(after))
                    .isEqualTo("added toolpolicy production/c; changed toolpolicy production/b;"
                            + " removed toolpolicy production/a");
            assertThat(after.changesTo(after)).isEmpty();
        }
    }

    private static PolicyTexts texts(PolicyDirectory source, Path file) throws IOException {
        var manifests = ai.altairalabs.omnia.core.manifest.ManifestReader.read(
                List.of(new ai.altairalabs.omnia.core.problem.SourceText("a.yaml", Files.readString(file))));
        return PolicyTexts.NONE.next(source.current(), manifests);
    }

    @Test
    void warnsOfAFileThatHeldPoliciesAndHoldsNoneNow() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(PolicyDirectory.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        log.addAppender(appender);
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "enforce"));
        Path other = Files.writeString(directory.resolve("b.yaml"), policy("b", "enforce"));
        try (PolicyDirectory source = watchAsDoorsDo(directory)) {
            Files.writeString(file, "# nothing yet\n");
            await("a file without manifests", () -> modes(source).equals("b=ENFORCE"));
            await("the warning", () -> !appender.list.isEmpty());
            Files.delete(other);
            await("a deletion", () -> modes(source).isEmpty());
        } finally {
            log.detachAppender(appender);
        }
        assertThat(appender.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly("WARN `" + file + "` held manifests and holds none now: what it held is gone");
    }

    @Test
    void aFileThatIsNamedTwiceCountsOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), policy("a", "enforce"));
        Path again = directory.resolve("..").resolve(directory.getFileName()).resolve("a.yaml");
        try (PolicyDirectory source = watch(directory, file, again)) {
            assertThat(source.ready()).isTrue();
            assertThat(source.status().fault()).isEmpty();
            assertThat(modes(source)).isEqualTo("a=ENFORCE");
        }
    }
}
