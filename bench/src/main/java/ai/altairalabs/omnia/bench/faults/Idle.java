package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections that are open and silent, and at the end a call on each of them. */
final class Idle {
    private static final int THREADS = 32;

    private Idle() {}

    static List<Row> run(Stage stage, int seconds) throws IOException, InterruptedException {
        Stage.Tool tool = stage.tool();
        Door door = stage.door(Manifests.plain(stage.work().resolve("policies"), false), tool);
        Calls calls = new Calls();
        Judge judge = Judge.ofRule("cap-one");
        List<Client> idle = new ArrayList<>();
        try (Load load = Load.start(door.address(), calls, 4, 100, judge)) {
            load.awaitSent(stage.either(20_000, 200));
            long before = door.child().mebibytes();
            int count = stage.either(5_000, 200);
            for (int i = 0; i < count; i++) {
                idle.add(new Client(door.address()));
            }
            long sent = calls.sent();
            // The door closes a connection on which nothing came for 75 seconds.
            Thread.sleep(Duration.ofSeconds(Math.min(seconds, 40)));
            long passed = calls.sent() - sent;
            long with = door.child().mebibytes();
            load.stop();
            askOnEach(idle, calls, judge);
            return List.of(calls.against(
                    tool.seen(),
                    "idle",
                    count + " idle connections, then a call on each; resident before " + before + " MiB, with them "
                            + with + " MiB; " + passed + " calls of others meanwhile; " + load.faults()));
        } finally {
            for (Client client : idle) {
                client.close();
            }
        }
    }

    private static void askOnEach(List<Client> idle, Calls calls, Judge judge) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int first = 0; first < THREADS; first++) {
            int from = first;
            Calls.Sender sender = calls.sender();
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = from; i < idle.size(); i += THREADS) {
                    askOn(idle.get(i), sender, judge);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void askOn(Client client, Calls.Sender sender, Judge judge) {
        Call call = sender.next(Call.SMALL);
        try {
            sender.note(call, judge.of(call, client.ask(call.request())));
        } catch (IOException _) {
            // The call stays noted as lost.
        }
    }
}
