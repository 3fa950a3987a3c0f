package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expressions;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the documents of one text. */
final class DocumentReader {
    private final Faults all;

    DocumentReader(Faults all) {
        this.all = all;
    }

    List<ReadDocument> read(SourceText source) {
        List<ReadDocument> documents = new ArrayList<>();
        for (YamlDocument document : YamlDocument.split(source)) {
            Faults faults = new Faults();
            Node root = YamlParser.parse(document, faults);
            if (root != null) {
                read(root, document.lines(root.place().line()), faults, documents);
            } else if (faults.errors() > 0) {
                faults.problems().forEach(all::add);
                documents.add(new ReadDocument(lost(source, document.lines(0), null, null, Expressions.NONE), null));
            }
        }
        return documents;
    }

    /**
     * Reads a manifest, or the manifests of a {@code kind: List}.
     *
     * @param syntax what the parser found in the YAML document
     */
    private void read(Node root, Document.Lines lines, Faults syntax, List<ReadDocument> documents) {
        ManifestHeader header = new ManifestHeader(root);
        if (header.isList() && root.get("items") instanceof Node.Sequence items) {
            int before = documents.size();
            for (Node item : items.items()) {
                Document.Lines range = new Document.Lines(item.place().line(), item.lastLine(), true);
                read(item, range, syntax, documents);
            }
            report(syntax, lines, documents.size() > before);
            return;
        }
        Faults faults = new Faults();
        ReadDocument document = manifest(root, lines, header, syntax, faults);
        if (document != null) {
            documents.add(document);
        }
        report(syntax, lines, document != null);
        faults.problems().forEach(all::add);
    }

    /** Reports what the parser found: once for a whole YAML document, and only if a manifest of ours is in it. */
    private void report(Faults syntax, Document.Lines lines, boolean ours) {
        if (ours && !lines.inList()) {
            syntax.problems().forEach(all::add);
        }
    }

    /** Null: the manifest is none of ours. */
    private static @Nullable ReadDocument manifest(
            Node root, Document.Lines lines, ManifestHeader header, Faults syntax, Faults faults) {
        SourceText source = root.place().source();
        String namespace = Metadata.peekNamespace(root);
        String name = Metadata.peekName(root);
        return switch (header.judge(faults)) {
            case ManifestHeader.Foreign() -> null;
            case ManifestHeader.Unreadable(Kind kind) -> {
                Expressions expressions = header.isList() ? Expressions.NONE : readOn(root, kind, faults);
                yield new ReadDocument(lost(source, lines, namespace, name, expressions), root);
            }
            case ManifestHeader.Ours(Kind kind) -> {
                Resource resource = ResourceShape.of(kind).read(root, Reading.root(root, faults));
                if (resource != null && syntax.errors() + faults.errors() == 0) {
                    yield new ReadDocument(new Document.Whole(resource, source, lines), root);
                }
                ResourceName full = namespace == null || name == null ? null : new ResourceName(namespace, name);
                boolean claimsOnly = syntax.errors() == 0 && faults.onlyWithin(AgentPolicyShape.CLAIMS_ONLY);
                Guard guard = Guards.of(kind, root, claimsOnly);
                yield new ReadDocument(
                        new Document.Broken(kind, full, guard, faults.expressions(), source, lines), root);
            }
        };
    }

    /** Reports what else is wrong with a manifest whose header has a fault; gives the expressions that it has. */
    private static Expressions readOn(Node root, @Nullable Kind kind, Faults faults) {
        if (!(root instanceof Node.Mapping)) {
            return Expressions.NONE;
        }
        Faults others = new Faults();
        ResourceShape.ofWhatSeems(kind).read(root, Reading.root(root, others));
        // What is wrong with the header itself has been said, with better advice.
        List<Problem> said = faults.problems();
        for (Problem other : others.problems()) {
            boolean again = said.stream()
                    .anyMatch(one ->
                            one.place().equals(other.place()) && one.message().equals(other.message()));
            if (!again) {
                faults.add(other);
            }
        }
        return others.expressions();
    }

    private static Document lost(
            SourceText source,
            Document.Lines lines,
            @Nullable String namespace,
            @Nullable String name,
            Expressions expressions) {
        return new Document.Broken(null, null, new Guard.Everything(namespace, name), expressions, source, lines);
    }
}
