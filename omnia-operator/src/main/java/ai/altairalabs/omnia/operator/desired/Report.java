package ai.altairalabs.omnia.operator.desired;

import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What enforces a policy, and what is missing.
 *
 * @param kind AgentPolicy or ToolPolicy
 * @param places where its tools are served, sorted
 * @param notes what does not belong to one place
 */
public record Report(Kind kind, ResourceName policy, List<PlaceReport> places, List<Note> notes)
        implements Comparable<Report> {
    private static final Comparator<Report> ORDER =
            Comparator.comparing(Report::kind).thenComparing(Report::policy);

    public Report {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(policy);
        places = List.copyOf(places);
        notes = List.copyOf(notes);
    }

    /** Whether at every place some layer enforces. Where nothing is to be enforced, nothing is. */
    public boolean enforced() {
        return !places.isEmpty() && places.stream().allMatch(PlaceReport::enforced);
    }

    /** The layers that enforce somewhere. */
    public Set<Layer> layers() {
        EnumSet<Layer> all = EnumSet.noneOf(Layer.class);
        places.forEach(place -> all.addAll(place.enforcing()));
        return all;
    }

    /** All notes, each once: first of the places without any layer, then of the policy, then of the other places. */
    public List<Note> allNotes() {
        Set<Note> all = new LinkedHashSet<>();
        places.stream().filter(place -> !place.enforced()).forEach(place -> all.addAll(place.missing()));
        all.addAll(notes);
        places.stream().filter(PlaceReport::enforced).forEach(place -> all.addAll(place.missing()));
        return List.copyOf(all);
    }

    /** The condition {@code Enforced}: its reason names the layers, or what is missing first. */
    public Condition condition() {
        List<Note> all = allNotes();
        String text = all.stream().map(Note::text).collect(Collectors.joining("; "));
        if (enforced()) {
            String layers = layers().stream().map(Layer::title).collect(Collectors.joining("And"));
            String by = layers().stream().map(Layer::title).collect(Collectors.joining(" and "));
            return new Condition("Enforced", true, layers, "enforced by " + by + (text.isEmpty() ? "" : "; " + text));
        }
        String reason =
                all.isEmpty() ? Reason.NO_TOOL.title() : all.getFirst().reason().title();
        return new Condition("Enforced", false, reason, text);
    }

    @Override
    public int compareTo(Report other) {
        return ORDER.compare(this, other);
    }
}
