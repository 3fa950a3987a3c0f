package ai.altairalabs.omnia.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message as they stand in its octets. A field is spoken of by its number, from 0; text is made
 * only where it is asked for.
 */
public final class Fields {
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int LINE_END = 4;
    private static final int HASH = 5;
    private static final int WIDTH = 6;

    private final byte[] bytes;
    private int[] places = new int[16 * WIDTH];
    private HeaderName[] names = new HeaderName[16];
    private int count;
    private boolean distinct;

    private Fields(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the field lines from this place on.
     *
     * @param bytes a message's head, up to and with the empty line, which is the end of the array
     */
    static Fields read(byte[] bytes, int from, int maxFields) throws MalformedMessage {
        Fields fields = new Fields(bytes);
        int at = from;
        while (bytes[at] != '\r' || at != bytes.length - 2) {
            if (fields.count == maxFields) {
                throw new MalformedMessage("the message has more than " + maxFields + " headers");
            }
            at = fields.readLine(at);
        }
        return fields;
    }

    private int readLine(int start) throws MalformedMessage {
        int at = start;
        int hash = 0;
        for (byte c = HttpSyntax.canonical(bytes[at]); c != 0; c = HttpSyntax.canonical(bytes[++at])) {
            hash = hash * 31 + c;
        }
        if (bytes[at] != ':' || at == start) {
            throw new MalformedMessage(
                    at == start && (bytes[at] == ' ' || bytes[at] == '\t')
                            ? "a header is folded over two lines"
                            : "a header's name is not valid");
        }
        int nameEnd = at++;
        while (isBlank(bytes[at])) {
            at++;
        }
        int value = at;
        at = OctetScan.endOfValue(bytes, at, bytes.length);
        if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
            throw new MalformedMessage("a header has a control character or a line end other than CR LF");
        }
        int valueEnd = at;
        while (valueEnd > value && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        add(start, nameEnd, value, valueEnd, at + 2, hash);
        return at + 2;
    }

    private void add(int start, int nameEnd, int value, int valueEnd, int lineEnd, int hash) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            places = Arrays.copyOf(places, count * 2 * WIDTH);
        }
        int place = count * WIDTH;
        places[place] = start;
        places[place + NAME_END] = nameEnd;
        places[place + VALUE] = value;
        places[place + VALUE_END] = valueEnd;
        places[place + LINE_END] = lineEnd;
        places[place + HASH] = hash;
        names[count++] = HeaderName.of(bytes, start, nameEnd, hash);
    }

    /** How many fields there are. */
    public int count() {
        return count;
    }

    /** What the door makes of the field. */
    public HeaderName known(int field) {
        return names[field];
    }

    /** The field's name as sent. */
    public String name(int field) {
        int place = field * WIDTH;
        return NameCache.text(bytes, places[place], places[place + NAME_END], places[place + HASH]);
    }

    /** The field's value, octet by octet, without the blanks around it. */
    public String value(int field) {
        return text(places[field * WIDTH + VALUE], places[field * WIDTH + VALUE_END]);
    }

    /** Where the field's line starts in the head. */
    public int lineStart(int field) {
        return places[field * WIDTH];
    }

    /** Where the next line starts. */
    public int lineEnd(int field) {
        return places[field * WIDTH + LINE_END];
    }

    /** The number of the only field of this name, or -1. */
    int only(HeaderName name) throws MalformedMessage {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                if (found >= 0) {
                    throw new MalformedMessage("the header `" + name(i) + "` stands there twice");
                }
                found = i;
            }
        }
        return found;
    }

    /** The number of the first field of this name from that number on, or -1. */
    int indexOf(HeaderName name, int from) {
        for (int i = from; i < count; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /** The value of the first field of this name, or null. */
    public @Nullable String first(HeaderName name) {
        int field = indexOf(name, 0);
        return field < 0 ? null : value(field);
    }

    /** How many octets the field's value has. */
    int valueLength(int field) {
        return places[field * WIDTH + VALUE_END] - places[field * WIDTH + VALUE];
    }

    /** One octet of the field's value. */
    byte valueOctet(int field, int at) {
        return bytes[places[field * WIDTH + VALUE] + at];
    }

    /** Whether the field's value is this word in lower case, without regard to case. */
    boolean isValued(int field, String word) {
        if (valueLength(field) != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            byte octet = valueOctet(field, i);
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no two fields have the same name; known after {@link #checkNames}. */
    public boolean distinct() {
        return distinct;
    }

    /** Whether the field has this name, without regard to case and with {@code _} read as {@code -}. */
    public boolean isNamed(int field, String name) {
        int start = places[field * WIDTH];
        if (places[field * WIDTH + NAME_END] - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 127 || HttpSyntax.canonical(bytes[start + i]) != HttpSyntax.canonical((byte) c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Refuses names that some readers take for one and others for two: a doubled {@code X-Omnia-*}, one of ours or one that
     * the door acts on written with {@code _}, and any two names that differ only in case or in {@code _} and {@code -}
     * (semantics, section 2.4).
     */
    void checkNames() throws MalformedMessage {
        distinct = true;
        for (int i = 0; i < count; i++) {
            checkSpelling(i);
            int hash = places[i * WIDTH + HASH];
            for (int j = 0; j < i; j++) {
                if (places[j * WIDTH + HASH] == hash && sameReading(i, j)) {
                    distinct = false;
                    checkRepeated(i, j);
                }
            }
        }
    }

    private void checkRepeated(int field, int earlier) throws MalformedMessage {
        if (names[field] == HeaderName.OMNIA) {
            throw new MalformedMessage("an `X-Omnia-` header stands there twice");
        }
        if (!sameOctets(field, earlier)) {
            throw new MalformedMessage("two headers differ only in case, or in `_` and `-`");
        }
    }

    /** Refuses a name that the door knows, but written with {@code _}: another reader would not know it, and act otherwise. */
    void checkSpelling(int field) throws MalformedMessage {
        HeaderName name = names[field];
        if (name != HeaderName.OTHER && hasUnderscore(field)) {
            throw new MalformedMessage(
                    name == HeaderName.OMNIA
                            ? "an `X-Omnia-` header is written with `_`"
                            : "the header `" + name(field) + "` is written with `_`");
        }
    }

    private boolean hasUnderscore(int field) {
        for (int i = places[field * WIDTH]; i < places[field * WIDTH + NAME_END]; i++) {
            if (bytes[i] == '_') {
                return true;
            }
        }
        return false;
    }

    private boolean sameReading(int one, int other) {
        int a = places[one * WIDTH];
        int b = places[other * WIDTH];
        int length = places[one * WIDTH + NAME_END] - a;
        if (places[other * WIDTH + NAME_END] - b != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (HttpSyntax.canonical(bytes[a + i]) != HttpSyntax.canonical(bytes[b + i])) {
                return false;
            }
        }
        return true;
    }

    private boolean sameOctets(int one, int other) {
        int a = one * WIDTH;
        int b = other * WIDTH;
        return Arrays.equals(bytes, places[a], places[a + NAME_END], bytes, places[b], places[b + NAME_END]);
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
