package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expressions;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * A document together with the tree that it was read from, for looks across documents.
 *
 * @param root null: the text is no YAML
 */
record ReadDocument(Document document, @Nullable Node root) {
    /** A text that no manifest can be read from. */
    static ReadDocument unreadable(SourceText source) {
        Document.Lines lines = new Document.Lines(1, 1, false);
        Guard guard = new Guard.Everything(null, null);
        return new ReadDocument(new Document.Broken(null, null, guard, Expressions.NONE, source, lines), null);
    }

    @Nullable
    Resource resource() {
        return document instanceof Document.Whole whole ? whole.resource() : null;
    }

    @Nullable
    Kind kind() {
        return switch (document) {
            case Document.Whole whole -> whole.resource().kind();
            case Document.Broken broken -> broken.kind();
        };
    }

    @Nullable
    ResourceName name() {
        return switch (document) {
            case Document.Whole whole -> whole.resource().name();
            case Document.Broken broken -> broken.name();
        };
    }

    /** The value at this path; null: there is none. */
    @Nullable
    Node at(String... path) {
        Node node = root;
        for (String step : path) {
            node = node == null ? null : node.get(step);
        }
        return node;
    }

    /** The place of the value at this path; the document's first line when there is none. */
    Place place(String... path) {
        Node node = at(path);
        return node == null ? new Place(document.source(), document.firstLine(), 1) : node.place();
    }

    /** The same document with this guard in place of its resource. */
    ReadDocument broken(@Nullable Guard guard) {
        Expressions expressions = switch (document) {
            case Document.Whole whole -> Expressions.of(whole.resource());
            case Document.Broken broken -> broken.expressions();
        };
        return new ReadDocument(
                new Document.Broken(kind(), name(), guard, expressions, document.source(), document.lines()), root);
    }
}
