package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file must be before anybody looks for YAML in it: small, UTF-8, and free of control characters. */
final class SourceFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SourceFile() {}

    static Decoded decode(String name, byte[] bytes) {
        if (bytes.length > ManifestReader.MAX_BYTES) {
            return tooLarge(name);
        }
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        if (!result.isError()) {
            return check(new SourceText(name, text));
        }
        SourceText readable = new SourceText(name, text + "\uFFFD");
        boolean wide = bytes.length > 1
                && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                        || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
        return unreadable(
                readable,
                text.length(),
                wide ? "this file is UTF-16, not UTF-8" : "this is no UTF-8",
                "save the file as UTF-8");
    }

    /** The same text, without a byte order mark, if manifests can be read from it. */
    static Decoded check(SourceText source) {
        String text = source.text();
        if (text.startsWith(BYTE_ORDER_MARK)) {
            return check(new SourceText(source.name(), text.substring(1)));
        }
        if (text.length() > ManifestReader.MAX_BYTES
                || text.getBytes(StandardCharsets.UTF_8).length > ManifestReader.MAX_BYTES) {
            return tooLarge(source.name());
        }
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            boolean lineEnd = point == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (!lineEnd && !isAllowed(point)) {
                return forbidden(source, i, point);
            }
            i += Character.charCount(point);
        }
        return new Decoded.Text(source);
    }

    /** The printable characters of YAML 1.2 (section 5.1), without the line ends of old systems. */
    private static boolean isAllowed(int point) {
        return point == '\n'
                || point == '\t'
                || (point >= ' ' && point <= '~')
                || (point >= 0xA0 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
    }

    private static Decoded forbidden(SourceText source, int index, int point) {
        return point == '\r'
                ? unreadable(source, index, "a carriage return without a line feed", "end lines with a line feed")
                : unreadable(
                        source,
                        index,
                        String.format(Locale.ROOT, "the character U+%04X cannot stand in a manifest", point),
                        "remove it, or write it as an escape in a double-quoted text");
    }

    private static Decoded unreadable(SourceText source, int index, String message, String advice) {
        String before = source.text().substring(0, index);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(lineStart, before.length());
        return new Decoded.Unreadable(Problem.error(new Place(source, line, column), message, advice));
    }

    private static Decoded tooLarge(String name) {
        Place place = new Place(new SourceText(name, ""), 1, 1);
        return new Decoded.Unreadable(
                Problem.error(place, "this file is larger than 1 MiB", "split it into several files"));
    }
}
