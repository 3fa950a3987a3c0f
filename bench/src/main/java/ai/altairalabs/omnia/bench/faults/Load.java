package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask as fast as they are answered, on connections that they keep. */
final class Load implements AutoCloseable {
    /** A door that ends closes connections on which nothing came for a second. */
    private static final Duration LATE = Duration.ofMillis(500);

    private final InetSocketAddress door;
    private final Calls calls;
    private final Judge judge;
    private final int ballast;
    private final List<Thread> clients = new ArrayList<>();
    private final CountDownLatch begun;
    private final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();
    private volatile boolean stop;

    private Load(InetSocketAddress door, Calls calls, int clients, Judge judge, int ballast) {
        this.door = door;
        this.calls = calls;
        this.judge = judge;
        this.ballast = ballast;
        begun = new CountDownLatch(clients);
    }

    /**
     * Starts the clients.
     *
     * @param ballast octets of each body that nobody needs
     */
    static Load start(InetSocketAddress door, Calls calls, int clients, int ballast, Judge judge) {
        Load load = new Load(door, calls, clients, judge, ballast);
        for (int i = 0; i < clients; i++) {
            Calls.Sender sender = calls.sender();
            load.clients.add(Thread.ofVirtual().start(() -> load.run(sender)));
        }
        return load;
    }

    /** What went wrong, and how often. */
    Map<String, AtomicInteger> faults() {
        return faults;
    }

    private void run(Calls.Sender sender) {
        while (!stop) {
            try (Client client = new Client(door)) {
                long idleSince = System.nanoTime();
                boolean last = false;
                while (!last && !stop) {
                    Call call = sender.next(sender.sent() % 4 == 3 ? Call.LARGE : Call.SMALL);
                    client.send(call.request(ballast, 0));
                    boolean late = System.nanoTime() - idleSince > LATE.toNanos();
                    last = ask(sender, call, client, late);
                    idleSince = System.nanoTime();
                }
            } catch (ConnectException _) {
                // Nothing was sent: the door takes no more connections.
                return;
            } catch (IOException e) {
                fault(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Whether the answer is the connection's last. */
    private boolean ask(Calls.Sender sender, Call call, Client client, boolean late) throws IOException {
        Client.Answer answer;
        try {
            answer = client.read();
        } catch (IOException e) {
            if (late) {
                // The client was held up for so long that the door took its connection for an unused one.
                sender.note(call, Outcome.UNAVAILABLE);
            }
            throw e;
        }
        Outcome outcome = judge.of(call, answer);
        sender.note(call, outcome);
        if (outcome == Outcome.MISMATCHED) {
            fault(answer.status() + " " + answer.body());
        }
        if (sender.sent() == 1) {
            begun.countDown();
        }
        return answer.last();
    }

    /** Waits until every client has had an answer. */
    void awaitAllBegun() throws InterruptedException {
        begun.await();
    }

    private void fault(String what) {
        if (faults.size() < 20 || faults.containsKey(what)) {
            faults.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
        }
    }

    /** Lets every client end the call that it is at. */
    void stop() throws InterruptedException {
        stop = true;
        join();
    }

    /** Waits for clients that end because the door is closed. */
    void join() throws InterruptedException {
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Waits until so many more calls were sent. */
    void awaitSent(long more) throws InterruptedException {
        long enough = calls.sent() + more;
        while (calls.sent() < enough && clients.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        stop = true;
    }
}
