package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Slow senders, slow readers and slow answers at once, while quick clients go on. */
final class SlowPeers {
    private static final int QUICK_CLIENTS = 8;
    private static final int PIECE = 1 << 16;

    /** A door gives a short body up after half a minute. */
    private static final int TOO_LONG_SECONDS = 33;

    private final InetSocketAddress door;
    private final Calls calls = new Calls();
    private final List<Thread> peers = new ArrayList<>();
    private final int seconds;
    private final Judge judge = Judge.ofRule("cap-one");

    /** What a slow peer does with its connection; it gives what came of the call. */
    @FunctionalInterface
    private interface Peer {
        Outcome act(Client client, Call call) throws IOException, InterruptedException;
    }

    private SlowPeers(InetSocketAddress door, int seconds) {
        this.door = door;
        this.seconds = seconds;
    }

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        Stage.Tool tool = stage.tool();
        Door door = stage.door(Manifests.plain(stage.work().resolve("policies"), false), tool);
        SlowPeers slow = new SlowPeers(door.address(), seconds);
        int senders = stage.either(200, 10);
        int tooSlow = seconds > TOO_LONG_SECONDS ? 50 : 0;
        int readers = stage.either(20, 4);
        int waiters = stage.either(200, 10);
        long octets = stage.either(64, 4) * 1024L * 1024;
        try (Load load = Load.start(door.address(), slow.calls, QUICK_CLIENTS, 100, slow.judge)) {
            load.awaitSent(stage.either(20_000, 200));
            long before = door.child().mebibytes();
            slow.start(senders, slow::sendSlowly);
            slow.start(tooSlow, slow::sendTooSlowly);
            slow.start(readers, (client, call) -> slow.readSlowly(client, call, octets));
            slow.start(waiters, slow::waitLong);
            for (Thread peer : slow.peers) {
                peer.join();
            }
            load.stop();
            long peak = door.child().peakMebibytes();
            long passing = (readers * octets) >> 20;
            // The answers that pass through would not fit into half of what they are together.
            boolean bounded = stage.isQuick() || peak - before < passing / 2;
            Row row = slow.calls.against(
                    tool.seen(),
                    "slow",
                    senders + " slow senders, " + tooSlow + " that are too slow, " + waiters + " slow answers, "
                            + readers + " slow readers of "
                            + passing + " MiB; resident before " + before + " MiB, at most " + peak + " MiB"
                            + (bounded ? "" : ": NOT BOUNDED") + "; " + load.faults());
            return List.of(bounded ? row : row.withMismatch());
        }
    }

    private void start(int count, Peer peer) {
        for (int i = 0; i < count; i++) {
            Calls.Sender sender = calls.sender();
            peers.add(Thread.ofVirtual().start(() -> {
                Call call = sender.next(Call.SMALL);
                try (Client client = new Client(door)) {
                    sender.note(call, peer.act(client, call));
                } catch (IOException | InterruptedException _) {
                    // The call stays noted as lost.
                }
            }));
        }
    }

    /** The head at once, the body octet by octet, one a second. */
    private Outcome sendSlowly(Client client, Call call) throws IOException, InterruptedException {
        sendEnd(client, call.request(), Math.min(seconds, 20), Math.min(seconds, 20), 1000);
        return judge.of(call, client.read());
    }

    /** More slowly than a door waits for a body that a policy reads: it must be given up, and the tool must not see it. */
    private Outcome sendTooSlowly(Client client, Call call) throws IOException, InterruptedException {
        sendEnd(client, call.request(), 20, TOO_LONG_SECONDS / 3, 3000);
        return client.read().status() == 408 ? Outcome.REFUSED : Outcome.MISMATCHED;
    }

    /** All of a request but its last octets at once, and so many of those each by itself. */
    private static void sendEnd(Client client, byte[] request, int last, int sent, long pauseMillis)
            throws IOException, InterruptedException {
        int end = request.length - last;
        client.send(Arrays.copyOf(request, end));
        for (int i = end; i < end + sent; i++) {
            Thread.sleep(pauseMillis);
            client.send(new byte[] {request[i]});
        }
    }

    /** A piece a second, and at the end all that is left. */
    private Outcome readSlowly(Client client, Call call, long octets) throws IOException, InterruptedException {
        client.send(call.export(octets));
        Client.Head head = client.readHead();
        long read = 0;
        for (int i = 0; i < seconds && read + PIECE < octets; i++) {
            Thread.sleep(1000);
            client.skip(PIECE);
            read += PIECE;
        }
        client.skip(octets - read);
        return head.status() == 200 && head.length() == octets ? Outcome.ANSWERED : Outcome.MISMATCHED;
    }

    private Outcome waitLong(Client client, Call call) throws IOException {
        return judge.of(call, client.ask(call.request(1, Math.min(seconds, 20) * 1000)));
    }
}
