package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which resources came, went and changed from one load to the next, told in one line. */
final class PolicyChanges {
    private static final int SHOWN = 10;

    private PolicyChanges() {}

    private record Id(Kind kind, ResourceName name) implements Comparable<Id> {
        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::kind).thenComparing(Id::name);

        @Override
        public int compareTo(Id other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return kind.singular() + " " + name;
        }
    }

    /** For the log: {@code added …; changed …; removed …}; empty when no resource differs. */
    static String tell(Manifests before, Manifests after) {
        Map<Id, String> old = texts(before);
        Map<Id, String> now = texts(after);
        StringJoiner line = new StringJoiner("; ");
        add(line, "added", now.keySet(), id -> !old.containsKey(id));
        add(line, "changed", now.keySet(), id -> old.containsKey(id) && !Objects.equals(now.get(id), old.get(id)));
        add(line, "removed", old.keySet(), id -> !now.containsKey(id));
        return line.toString();
    }

    private static void add(StringJoiner line, String verb, Collection<Id> all, Predicate<Id> which) {
        List<Id> ids = all.stream().filter(which).toList();
        if (ids.isEmpty()) {
            return;
        }
        StringJoiner names = new StringJoiner(", ", verb + " ", "");
        ids.stream().limit(SHOWN).forEach(id -> names.add(id.toString()));
        if (ids.size() > SHOWN) {
            names.add("and " + (ids.size() - SHOWN) + " more");
        }
        line.add(names.toString());
    }

    private static Map<Id, String> texts(Manifests manifests) {
        Map<Id, String> texts = new TreeMap<>();
        for (Document document : manifests.documents()) {
            if (document instanceof Document.Whole whole) {
                Resource resource = whole.resource();
                texts.put(new Id(resource.kind(), resource.name()), text(document));
            }
        }
        return texts;
    }

    private static String text(Document document) {
        SourceText source = document.source();
        int start = 0;
        for (int line = 1; line < document.firstLine(); line++) {
            start = source.text().indexOf('\n', start) + 1;
        }
        int end = start;
        for (int line = document.firstLine(); line <= document.lastLine() && end >= 0; line++) {
            end = source.text().indexOf('\n', end + 1);
        }
        return end < 0 ? source.text().substring(start) : source.text().substring(start, end);
    }
}
