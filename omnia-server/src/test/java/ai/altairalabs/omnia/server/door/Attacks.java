package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.Attack.DoorKind;
import ai.altairalabs.omnia.testkit.AttackReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The attack corpus. */
final class Attacks {
    private static final Path VECTORS = Path.of(System.getProperty("omnia.root"), "vectors");

    static final Path DIRECTORY = VECTORS.resolve("attacks");
    static final AttackReader.Result READ = read();

    private Attacks() {}

    private static AttackReader.Result read() {
        try {
            return AttackReader.readAll(DIRECTORY, VECTORS.resolve("sets"));
        } catch (IOException e) {
            throw new AssertionError("the attacks cannot be read", e);
        }
    }

    /** Those that can be put to this kind of door. */
    static Stream<Attack> at(DoorKind kind) {
        return READ.attacks().stream().filter(attack -> !attack.notAt().containsKey(kind));
    }
}
