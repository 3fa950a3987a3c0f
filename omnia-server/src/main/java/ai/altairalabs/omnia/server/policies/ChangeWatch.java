package ai.altairalabs.omnia.server.policies;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the file system to say that something in some directories changed. It may miss changes: one polls besides. */
final class ChangeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyDirectory.class);

    /** How long it must be quiet after a change before it counts as finished. */
    private static final long QUIET_MILLIS = 30;

    /** How long quiet is waited for at most. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    ChangeWatch() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Watches these directories, by their real paths, and no others. */
    void directories(List<Path> directories) {
        Map<Path, WatchKey> wanted = new HashMap<>();
        for (Path directory : directories) {
            try {
                Path real = directory.toRealPath();
                WatchKey known = keys.get(real);
                wanted.put(
                        real,
                        known != null && known.isValid()
                                ? known
                                : real.register(
                                        service,
                                        StandardWatchEventKinds.ENTRY_CREATE,
                                        StandardWatchEventKinds.ENTRY_MODIFY,
                                        StandardWatchEventKinds.ENTRY_DELETE));
            } catch (IOException e) {
                LOG.debug("`{}` cannot be watched; it is polled", directory, e);
            }
        }
        for (Iterator<WatchKey> old = keys.values().iterator(); old.hasNext(); ) {
            WatchKey key = old.next();
            if (!wanted.containsValue(key)) {
                key.cancel();
            }
        }
        keys.clear();
        keys.putAll(wanted);
    }

    /** Waits for a change, and then until it is quiet again; false: nothing happened for this long. */
    boolean await(long millis) throws InterruptedException {
        if (!took(service.poll(millis, TimeUnit.MILLISECONDS))) {
            return false;
        }
        long end = System.nanoTime() + SETTLE_NANOS;
        while (System.nanoTime() < end && took(service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS))) {
            // The condition takes the events.
        }
        return true;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("the watch could not be closed", e);
        }
    }

    private static boolean took(@org.jspecify.annotations.Nullable WatchKey key) {
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }
}
