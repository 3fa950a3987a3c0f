package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.Attack.DoorKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the door lets through of the attacks, two other programs must read as the door did. */
class SecondReaderTest {
    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path directory;

    @Test
    void nginxReadsWhatThisDoorLetsThrough() throws Exception {
        compare(SecondReader::nginx);
    }

    @Test
    void envoyReadsWhatThisDoorLetsThrough() throws Exception {
        compare(SecondReader::envoy);
    }

    private void compare(Function<URI, SecondReader> start) throws Exception {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (RecordingTool tool = RecordingTool.answering(RecordingTool.OK);
                SecondReader reader = start.apply(tool.uri())) {
            for (Attack attack : Attacks.at(DoorKind.PROXY)
                    .filter(one -> !one.expect().tool().lines().isEmpty())
                    // Where the tool's answer is the attack, the request is none.
                    .filter(one -> one.answers().isEmpty())
                    .toList()) {
                List<RecordingTool.Seen> alone =
                        AttackRun.throughProxy(attack, own(attack)).seen();
                List<RecordingTool.Seen> behind = AttackRun.throughProxy(attack, own(attack), reader.uri(), tool)
                        .seen();
                compared += alone.size();
                differences.addAll(reader.differences(attack.name(), alone, behind));
            }
            System.out.println("attacks: " + reader.name() + " read " + compared + " requests as they were decided on");
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(50);
    }

    private Path own(Attack attack) throws Exception {
        return Files.createTempDirectory(directory, attack.name());
    }
}
