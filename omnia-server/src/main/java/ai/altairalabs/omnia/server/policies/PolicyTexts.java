package ai.altairalabs.omnia.server.policies;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.decision.Standing;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.Manifests;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The texts of the resources in force: they show which came, went and changed from one load to the next. */
final class PolicyTexts {
    static final PolicyTexts NONE = new PolicyTexts(Map.of());

    private static final int SHOWN = 10;

    private final Map<Id, String> texts;

    private PolicyTexts(Map<Id, String> texts) {
        this.texts = texts;
    }

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

    /**
     * The texts of a new set, which was made of these manifests. What kept its last good version keeps its text, and what was
     * never good has none.
     */
    PolicyTexts next(PolicySet set, Manifests manifests) {
        Map<Id, String> read = new HashMap<>();
        IdentityHashMap<SourceText, List<Integer>> starts = new IdentityHashMap<>();
        for (Document document : manifests.documents()) {
            if (document instanceof Document.Whole whole) {
                Resource resource = whole.resource();
                read.put(
                        new Id(resource.kind(), resource.name()),
                        text(document, starts.computeIfAbsent(document.source(), PolicyTexts::lineStarts)));
            }
        }
        Map<Id, String> now = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            for (ResourceName name : set.names(kind)) {
                Id id = new Id(kind, name);
                String kept = texts.getOrDefault(id, "");
                switch (set.standing(kind, name)) {
                    case AS_WRITTEN -> now.put(id, Objects.requireNonNullElse(read.get(id), kept));
                    case LAST_GOOD -> now.put(id, kept);
                    case CLOSED, WATCHED, ABSENT -> {}
                }
            }
        }
        return new PolicyTexts(now);
    }

    /** For the log: {@code added …; changed …; removed …}; empty when no resource differs. */
    String changesTo(PolicyTexts after) {
        Map<Id, String> now = after.texts;
        StringJoiner line = new StringJoiner("; ");
        add(line, "added", now.keySet(), id -> !texts.containsKey(id));
        add(line, "changed", now.keySet(), id -> texts.containsKey(id) && !Objects.equals(now.get(id), texts.get(id)));
        add(line, "removed", texts.keySet(), id -> !now.containsKey(id));
        return line.toString();
    }

    private static void add(StringJoiner line, String verb, Collection<Id> all, Predicate<Id> which) {
        List<Id> ids = all.stream().filter(which).toList();
        if (ids.isEmpty()) {
            return;
        }
        line.add(verb + " " + shown(ids));
    }

    private static String shown(List<Id> ids) {
        StringJoiner names = new StringJoiner(", ");
        ids.stream().limit(SHOWN).forEach(id -> names.add(id.toString()));
        if (ids.size() > SHOWN) {
            names.add("and " + (ids.size() - SHOWN) + " more");
        }
        return names.toString();
    }

    /** For the log: what is in force of the resources whose manifests have faults; empty when nothing can be said. */
    static String faulty(PolicySet set) {
        Map<Standing, List<Id>> ids = new EnumMap<>(Standing.class);
        for (Kind kind : Kind.values()) {
            for (ResourceName name : set.names(kind)) {
                ids.computeIfAbsent(set.standing(kind, name), _ -> new ArrayList<>())
                        .add(new Id(kind, name));
            }
        }
        StringJoiner line = new StringJoiner("; ");
        ids.forEach((standing, of) -> {
            switch (standing) {
                case AS_WRITTEN -> {}
                case LAST_GOOD -> line.add("in force in the last good version: " + shown(of));
                case CLOSED -> line.add("never good, so their calls are refused (`policy-invalid`): " + shown(of));
                case WATCHED -> line.add("never good, and their calls go through and are recorded: " + shown(of));
                case ABSENT -> line.add("never good, so not there: " + shown(of));
            }
        });
        switch (set.standingOfNameless()) {
            case CLOSED -> line.add("without a legal name, so what they were to guard is refused (`policy-invalid`)");
            case WATCHED -> line.add("without a legal name, and what they were to guard goes through and is recorded");
            case AS_WRITTEN, LAST_GOOD, ABSENT -> {}
        }
        return line.toString();
    }

    /** The document's lines; {@code starts} holds where each line of its source begins. */
    private static String text(Document document, List<Integer> starts) {
        String text = document.source().text();
        int end = document.lastLine() < starts.size() ? starts.get(document.lastLine()) : text.length();
        return text.substring(starts.get(document.firstLine() - 1), end).stripTrailing();
    }

    private static List<Integer> lineStarts(SourceText source) {
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        for (int at = source.text().indexOf('\n'); at >= 0; at = source.text().indexOf('\n', at + 1)) {
            starts.add(at + 1);
        }
        return starts;
    }
}
