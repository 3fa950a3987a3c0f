package ai.altairalabs.omnia.cli;

/** Numbers of things in words. */
public final class Count {
    private Count() {}

    /** {@code 1 error}, {@code 3 errors}, {@code 2 policies}. */
    public static String of(long number, String noun) {
        if (number == 1) {
            return "1 " + noun;
        }
        boolean y = noun.endsWith("y");
        return number + " " + (y ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
    }
}
