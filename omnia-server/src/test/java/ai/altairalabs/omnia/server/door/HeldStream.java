package ai.altairalabs.omnia.server.door;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Where a test's audit records go; it can hold a writer back for as long as it likes. */
final class HeldStream extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean held;
    private boolean attempted;

    synchronized void holdBack(boolean hold) {
        held = hold;
        notifyAll();
    }

    /** Waits until somebody wants to write. */
    synchronized void awaitAttempt() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!attempted && System.nanoTime() < end) {
            wait(10);
        }
        if (!attempted) {
            throw new AssertionError("nobody wrote a record");
        }
    }

    synchronized String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) {
        attempted = true;
        notifyAll();
        while (held) {
            try {
                wait(10);
            } catch (InterruptedException e) {
                return;
            }
        }
        written.write(octets, from, length);
    }
}
