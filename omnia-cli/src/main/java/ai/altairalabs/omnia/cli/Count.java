package ai.altairalabs.omnia.cli;

/** Numbers of things in words. */
public final class Count {
    private Count() {}

    /** {@code 1 error}, {@code 3 errors}. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
