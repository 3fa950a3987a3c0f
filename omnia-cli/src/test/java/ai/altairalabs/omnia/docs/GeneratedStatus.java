package ai.altairalabs.omnia.docs;

import ai.altairalabs.omnia.operator.desired.Reason;
import ai.altairalabs.omnia.operator.reconcile.ReadyReason;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes what the reasons of conditions mean. */
final class GeneratedStatus {
    private GeneratedStatus() {}

    static String reasons() {
        return "| reason | meaning | what to do |\n|---|---|---|\n"
                + Arrays.stream(Reason.values())
                        .map(reason ->
                                "| `" + reason.title() + "` | " + reason.meaning() + " | " + reason.advice() + " |\n")
                        .collect(Collectors.joining());
    }

    static String ready() {
        return "| reason | status | meaning |\n|---|---|---|\n"
                + Arrays.stream(ReadyReason.values())
                        .map(reason -> "| `" + reason.title() + "` | `" + (reason.status() ? "True" : "False") + "` | "
                                + reason.meaning() + " |\n")
                        .collect(Collectors.joining());
    }
}
