package ai.altairalabs.omnia.cli;

/** Emphasis for people at a terminal; plain text for everybody else. */
public record Style(boolean colour) {
    /** Colour when the launcher saw a terminal and {@code NO_COLOR} is not set. */
    public static Style ofProcess() {
        String noColour = System.getenv("NO_COLOR");
        return new Style(Boolean.getBoolean("omnia.terminal") && (noColour == null || noColour.isEmpty()));
    }

    /** Good news. */
    public String good(String text) {
        return paint("32", text);
    }

    /** Bad news. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** A heading. */
    public String strong(String text) {
        return paint("1", text);
    }

    /** Something to read past. */
    public String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
