package ai.altairalabs.omnia.operator.objects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Names that stay the same as long as what they stand for does, and that are legal. */
public final class StableNames {
    /** The longest name of an object. */
    public static final int LONGEST_NAME = 253;

    /** The longest value of a label. */
    public static final int LONGEST_LABEL = 63;

    private static final int HASH = 10;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private StableNames() {}

    /**
     * The name of an object.
     *
     * @param readable what a person sees: legal as a name, shortened where it is too long
     * @param identity what tells the object apart from all others
     * @param piece 1 for the first object of this identity
     */
    public static String name(String readable, List<String> identity, int piece) {
        String end = "-" + hash(String.join("\n", identity)) + (piece == 1 ? "" : "-" + piece);
        return cut(readable, LONGEST_NAME - end.length()) + end;
    }

    /** The text as a label's value: itself where it is legal, else shortened, with a hash of the whole. */
    public static String label(String text) {
        if (text.length() <= LONGEST_LABEL && LABEL.matcher(text).matches()) {
            return text;
        }
        String legal = text.replaceAll("[^-A-Za-z0-9_.]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        String start = cut(legal, LONGEST_LABEL - HASH - 1);
        return start.isEmpty() ? hash(text) : start + "-" + hash(text);
    }

    private static String cut(String text, int length) {
        String start = text.length() <= length ? text : text.substring(0, length);
        return start.replaceAll("[^A-Za-z0-9]+$", "");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
