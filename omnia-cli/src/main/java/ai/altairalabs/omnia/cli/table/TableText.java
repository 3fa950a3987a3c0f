package ai.altairalabs.omnia.cli.table;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as text: each column as wide as its widest cell, and a gap. */
final class TableText {
    private static final int GAP = 3;
    /** The tutorial's tables leave one more space behind the names. */
    private static final int GAP_BEHIND_NAME = 4;

    private final List<List<String>> rows = new ArrayList<>();
    private final int nameColumn;

    /** A table whose first row is the titles. */
    TableText(List<String> titles) {
        rows.add(List.copyOf(titles));
        nameColumn = titles.indexOf("NAME");
    }

    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Lines, each ended by a line break, none by spaces. */
    String render() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell);
                if (i + 1 < columns) {
                    line.repeat(' ', widths[i] - width(cell) + (i == nameColumn ? GAP_BEHIND_NAME : GAP));
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
