package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.server.json.JsonLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines that are written together, and what waits for them. */
final class Batch {
    private static final int SHORTEST = 16 * 1024;

    private byte[] bytes = new byte[SHORTEST];
    private int length;
    private int records;
    private final List<Promise> promises = new ArrayList<>();

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int records() {
        return records;
    }

    List<Promise> promises() {
        return promises;
    }

    void add(JsonLines lines) {
        int needed = length + lines.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(lines.buffer(), 0, bytes, length, lines.length());
        length = needed;
        records += lines.count();
    }

    /** Empty again. The room stays as long as it is needed: after each batch that took little of it, half is given up. */
    void clear() {
        if (bytes.length > SHORTEST && length < bytes.length / 4) {
            bytes = new byte[bytes.length / 2];
        }
        length = 0;
        records = 0;
        promises.clear();
    }
}
