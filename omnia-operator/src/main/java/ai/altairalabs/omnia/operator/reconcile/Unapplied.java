package ai.altairalabs.omnia.operator.reconcile;

import ai.altairalabs.omnia.core.decision.Condition;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.operator.agents.AgentObjects;
import ai.altairalabs.omnia.operator.desired.Layer;
import ai.altairalabs.omnia.operator.desired.Note;
import ai.altairalabs.omnia.operator.desired.PlaceReport;
import ai.altairalabs.omnia.operator.desired.Reason;
import ai.altairalabs.omnia.operator.desired.Report;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a policy's objects are not in the cluster as they should be.
 *
 * @param note null: they are
 */
record Unapplied(@Nullable Note note) {
    /** They are. */
    static final Unapplied NONE = new Unapplied(null);

    /**
     * By what became of an object.
     *
     * @param layer which does not enforce without it
     */
    static Unapplied of(Layer layer, Wanted wanted, Outcome outcome) {
        return of(layer, wanted.api().kind(), new ResourceName(wanted.namespace(), wanted.name()), outcome);
    }

    /** By what became of the Secret of a namespace's keys. */
    static Unapplied ofSecret(String namespace, Outcome outcome) {
        return of(Layer.ISTIO, "Secret", new ResourceName(namespace, AgentObjects.KEY_SECRET), outcome);
    }

    private static Unapplied of(Layer layer, String kind, ResourceName name, Outcome outcome) {
        String what = "`" + kind + " " + name + "`";
        return switch (outcome) {
            case Outcome.Applied() -> NONE;
            case Outcome.Taken() ->
                new Unapplied(new Note(
                        layer,
                        Reason.NAME_TAKEN,
                        what + " is there already and was not made by the operator",
                        "remove or rename it"));
            case Outcome.Failed(String message) ->
                new Unapplied(new Note(
                        layer, Reason.NOT_APPLIED, what + " could not be written: " + message, "it is tried again"));
        };
    }

    boolean none() {
        return note == null;
    }

    /** The first of both that says something. */
    Unapplied or(Unapplied other) {
        return none() ? other : this;
    }

    /** What {@code Ready} says of it; empty: nothing. */
    Optional<Condition> ready() {
        return Optional.ofNullable(note)
                .map(said -> new Condition("Ready", false, said.reason().title(), said.text()));
    }

    /** The report without the layer whose objects are missing: what is not in the cluster enforces nothing. */
    Report of(Report report) {
        Note missing = note;
        if (missing == null) {
            return report;
        }
        Layer layer = Objects.requireNonNull(missing.layer());
        List<PlaceReport> places = report.places().stream()
                .map(place -> without(place, layer, missing))
                .toList();
        List<Note> notes = new ArrayList<>(report.notes());
        notes.addFirst(missing);
        return new Report(report.kind(), report.policy(), places, notes);
    }

    private static PlaceReport without(PlaceReport place, Layer layer, Note missing) {
        if (!place.enforcing().contains(layer)) {
            return place;
        }
        Set<Layer> rest = EnumSet.copyOf(place.enforcing());
        rest.remove(layer);
        List<Note> notes = new ArrayList<>(place.missing());
        notes.addFirst(missing);
        return new PlaceReport(place.place(), rest, notes);
    }
}
