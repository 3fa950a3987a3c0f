package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What reached a tool, call by call: each is in the file before it is answered, so that it is counted even if the tool is
 * killed the next moment.
 */
final class Journal implements AutoCloseable {
    /** In the place of the second mark, where one policy is all there is. */
    static final char NONE = '-';

    private static final int ENTRY = 10;

    private final FileChannel channel;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** Goes on where an earlier tool stopped. */
    static Journal open(Path file) throws IOException {
        return new Journal(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Writes down a call and which sets of policies it was decided by, as the injected headers say. */
    void write(long call, char one, char two) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY);
        entry.putLong(call).put((byte) one).put((byte) two).flip();
        synchronized (channel) {
            channel.write(entry);
        }
    }

    /** How many calls are in it. */
    static long total(Path file) {
        return file.toFile().length() / ENTRY;
    }

    static Read read(Path file) throws IOException {
        Map<Long, Integer> times = new HashMap<>();
        long halves = 0;
        ByteBuffer all = ByteBuffer.wrap(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
        while (all.remaining() >= ENTRY) {
            times.merge(all.getLong(), 1, Integer::sum);
            byte one = all.get();
            byte two = all.get();
            halves += one == two || two == NONE ? 0 : 1;
        }
        return new Read(times, halves);
    }

    /**
     * What a tool saw.
     *
     * @param halves calls that one policy of one set and one of another had decided
     */
    record Read(Map<Long, Integer> seen, long halves) {
        Read {
            // Not Map.copyOf: numbers of calls have hashes in long rows, which it would walk again and again.
            seen = Collections.unmodifiableMap(new HashMap<>(seen));
        }

        int times(long call) {
            return seen.getOrDefault(call, 0);
        }

        long total() {
            return seen.values().stream().mapToLong(Integer::longValue).sum();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
