package ai.altairalabs.omnia.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Octets that do not change, equal by content. */
public final class Octets {
    /** None. */
    public static final Octets NONE = new Octets(new byte[0]);

    private static final int SHOWN = 120;

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these octets. */
    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Octets(bytes.clone());
    }

    /** A text in UTF-8. */
    public static Octets ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the octets. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many they are. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: the beginning as text. */
    @Override
    public String toString() {
        String text = new String(bytes, 0, Math.min(bytes.length, SHOWN), StandardCharsets.UTF_8);
        return bytes.length > SHOWN ? text + "… (" + bytes.length + " bytes)" : text;
    }
}
