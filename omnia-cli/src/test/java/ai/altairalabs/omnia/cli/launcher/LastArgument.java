package ai.altairalabs.omnia.cli.launcher;

import java.nio.charset.StandardCharsets;

/** A program that gives back its last argument as Java read it. */
public final class LastArgument {
    private LastArgument() {}

    public static void main(String[] arguments) {
        System.out.writeBytes(arguments[arguments.length - 1].getBytes(StandardCharsets.UTF_8));
    }
}
