package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.server.json.JsonLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines that are written together, and what waits for them. */
final class Batch {
    private static final int KEEP_AT_MOST = 256 * 1024;

    private byte[] bytes = new byte[16 * 1024];
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

    void clear() {
        if (bytes.length > KEEP_AT_MOST) {
            bytes = new byte[16 * 1024];
        }
        length = 0;
        records = 0;
        promises.clear();
    }
}
