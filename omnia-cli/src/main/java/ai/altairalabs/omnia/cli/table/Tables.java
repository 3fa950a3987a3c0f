package ai.altairalabs.omnia.cli.table;

import ai.altairalabs.omnia.core.policy.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Resources of one kind as the table that kubectl would print. */
public final class Tables {
    private Tables() {}

    /**
     * The table.
     *
     * @param namespaces whether each line starts with the namespace
     * @param wide whether the columns for {@code -o wide} are shown too
     * @param now for AGE
     */
    public static String render(
            Kind kind, List<ResourceTree> resources, boolean namespaces, boolean wide, Instant now) {
        List<Column> columns =
                Column.of(kind).stream().filter(c -> wide || !c.wide()).toList();
        List<String> titles = new ArrayList<>();
        if (namespaces) {
            titles.add("NAMESPACE");
        }
        titles.add("NAME");
        columns.forEach(column -> titles.add(column.title()));
        TableText table = new TableText(titles);
        for (ResourceTree resource : resources) {
            List<String> cells = new ArrayList<>();
            if (namespaces) {
                cells.add(resource.namespace());
            }
            cells.add(resource.name());
            columns.forEach(column -> cells.add(resource.cell(column, now)));
            table.add(cells);
        }
        return table.render();
    }
}
