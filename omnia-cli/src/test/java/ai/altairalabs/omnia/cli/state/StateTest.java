package ai.altairalabs.omnia.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} leaves for the other commands. */
class StateTest {
    @TempDir
    private Path directory;

    private OmniaHome home() {
        return new OmniaHome(directory.resolve("home"));
    }

    private UpState state() {
        return UpState.ofThisProcess(
                URI.create("http://127.0.0.1:9090"), List.of(Path.of("/policies")), home().upLog());
    }

    @Test
    void whatIsSavedIsFoundByOthersWhileTheProcessLives() throws Exception {
        state().save(home());

        assertThat(UpState.running(home())).contains(state());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().upState())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatAProcessLeftBehindThatDiedCountsAsNone() throws Exception {
        state().save(home());
        Map<String, @Nullable Object> tree = Json.readObject(Files.readString(home().upState()));
        tree.put("started", 1L); // the same process id, but of another process
        Files.writeString(home().upState(), Json.write(tree));

        assertThat(UpState.running(home())).isEmpty();
        assertThatThrownBy(() -> UpState.require(home(), ", or read manifests with `-f PATH`"))
                .isInstanceOf(CannotDo.class)
                .hasMessage("no `omnia up` is running; start one with `omnia up -f PATH`, or read manifests with"
                        + " `-f PATH`");
    }

    @Test
    void noneAndRubbishCountAsNone() throws Exception {
        assertThat(UpState.running(home())).isEmpty();

        home().make();
        Files.writeString(home().upState(), "{\"pid\":");

        assertThat(UpState.running(home())).isEmpty();
    }

    @Test
    void aProcessTakesBackOnlyItsOwn() throws Exception {
        UpState other = new UpState(1, 2, URI.create("http://127.0.0.1:1"), List.of(), home().upLog());
        other.save(home());

        state().remove(home());
        assertThat(home().upState()).exists();

        state().save(home());
        state().remove(home());
        assertThat(home().upState()).doesNotExist();
    }

    @Test
    void anAtomicWriteKeepsPermissionsAndLinksAndLeavesNothingElse() throws Exception {
        Path file = directory.resolve("file");
        Path link = directory.resolve("link");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Files.createSymbolicLink(link, file);

        AtomicFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        try (var all = Files.list(directory)) {
            assertThat(all).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void ofTwoWhoMakeASecretTheFirstWins() throws Exception {
        Path secret = directory.resolve("secret");

        AtomicFile.createSecret(secret, "first");
        AtomicFile.createSecret(secret, "second");

        assertThat(secret).hasContent("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }
}
