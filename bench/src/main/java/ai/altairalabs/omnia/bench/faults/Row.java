package ai.altairalabs.omnia.bench.faults;

import java.io.PrintStream;
import java.util.List;

/**
 * One line of the table.
 *
 * @param name of what was done
 * @param sent by the clients
 * @param answered by the tool
 * @param refused by policy
 * @param unavailable answered by the door in the tool's place: 502 or 504
 * @param lost without an answer
 * @param mismatched with a wrong answer, or where client and tool do not agree
 * @param atTool what the tool counted
 * @param notes figures of the run
 */
record Row(
        String name,
        long sent,
        long answered,
        long refused,
        long unavailable,
        long lost,
        long mismatched,
        long atTool,
        String notes) {
    private static final String FORMAT = "%-12s %10s %10s %10s %12s %6s %10s %10s%n";

    boolean isFaultless() {
        return lost == 0 && mismatched == 0;
    }

    /** The same, with one more thing that does not agree. */
    Row withMismatch() {
        return new Row(name, sent, answered, refused, unavailable, lost, mismatched + 1, atTool, notes);
    }

    static void print(List<Row> rows, PrintStream out) {
        out.printf(FORMAT, "", "sent", "answered", "refused", "unavailable", "lost", "mismatched", "at tool");
        for (Row row : rows) {
            out.printf(
                    FORMAT,
                    row.name,
                    row.sent,
                    row.answered,
                    row.refused,
                    row.unavailable,
                    row.lost,
                    row.mismatched,
                    row.atTool);
        }
        out.println();
        for (Row row : rows) {
            out.println(row.name + ": " + row.notes);
        }
    }
}
