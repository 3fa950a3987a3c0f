package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes a tree of one YAML document. What a manifest needs no use of is refused: aliases, tags, keys that are no
 * scalars, keys that come twice, deep nesting.
 */
final class YamlParser {
    /** How deep a manifest may nest. */
    static final int MAX_DEPTH = 64;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setParseComments(false)
            .setUseMarks(true)
            .setCodePointLimit(ManifestReader.MAX_BYTES + 1)
            .build();

    private final YamlDocument document;
    private final Faults faults;
    private final Parser events;

    private YamlParser(YamlDocument document, Faults faults) {
        this.document = document;
        this.faults = faults;
        this.events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, document.text()));
    }

    /** The root; null: the document is empty, or it is no YAML and a fault says so. */
    static @Nullable Node parse(YamlDocument document, Faults faults) {
        try {
            return new YamlParser(document, faults).root();
        } catch (MarkedYamlEngineException e) {
            faults.add(SyntaxFault.of(document, e));
        } catch (TooDeep e) {
            faults.error(e.place, "more than " + MAX_DEPTH + " levels of nesting", "nest less");
        } catch (RuntimeException e) {
            // The library reports some malformed input by exceptions of other kinds.
            faults.error(document.place(0, 0), "this document is no YAML that can be read", null);
        }
        return null;
    }

    private @Nullable Node root() {
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case Scalar, MappingStart, SequenceStart, Alias -> {
                    Node root = node(event, 0);
                    finish();
                    return root instanceof Node.Scalar scalar && scalar.type() == CoreType.NOTHING ? null : root;
                }
                default -> {
                    // stream and document start say nothing about the content
                }
            }
        }
        return null;
    }

    /** Reads on to the end, where the library reports what is wrong behind the root. */
    private void finish() {
        while (events.hasNext()) {
            events.next();
        }
    }

    private Node node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TooDeep(place(event));
        }
        return switch (event) {
            case ScalarEvent scalar -> tagged(scalar.getTag(), event, scalar(scalar));
            case MappingStartEvent start -> tagged(start.getTag(), event, mapping(event, depth));
            case SequenceStartEvent start -> tagged(start.getTag(), event, sequence(event, depth));
            default -> {
                String alias = event instanceof AliasEvent a ? a.getAlias().getValue() : "";
                faults.error(
                        place(event),
                        "the alias " + Words.quote("*" + alias) + " is not supported",
                        "write the value itself once more");
                yield new Node.Unusable(place(event));
            }
        };
    }

    private Node tagged(Optional<?> tag, Event event, Node node) {
        // a lone "!" only says that a plain scalar is text, but nobody needs it
        if (tag.isEmpty()) {
            return node;
        }
        faults.error(
                place(event),
                "the tag " + Words.quote(tag.get().toString()) + " is not supported",
                "put the value in quotes, or remove the tag");
        return new Node.Unusable(place(event));
    }

    private Node scalar(ScalarEvent event) {
        Mark end = mark(event.getEndMark());
        int endLine = end.getColumn() == 0
                        && end.getIndex() > mark(event.getStartMark()).getIndex()
                ? end.getLine() - 1
                : end.getLine();
        Place place = place(event);
        return new Node.Scalar(
                place,
                Math.max(place.line(), document.place(endLine, 0).line()),
                event.getValue(),
                event.getScalarStyle(),
                new Node.Raw(document, mark(event.getStartMark()).getIndex(), end.getIndex()));
    }

    private Node sequence(Event start, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Node.Sequence(place(start), items);
    }

    private Node mapping(Event start, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Node key = node(event, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (!(key instanceof Node.Scalar name)) {
                if (!(key instanceof Node.Unusable)) {
                    faults.error(key.place(), "a field's name must be text, not " + key.what(), null);
                }
                continue;
            }
            Integer earlier = seen.putIfAbsent(name.text(), entries.size());
            if (earlier == null) {
                entries.add(new Node.Entry(name.text(), name.place(), value));
            } else {
                Node.Entry first = entries.get(earlier);
                faults.error(
                        name.place(),
                        "the field " + Words.quote(name.text()) + " comes twice, first in line "
                                + first.place().line(),
                        "keep one of the two");
                entries.set(earlier, new Node.Entry(first.key(), first.place(), new Node.Unusable(name.place())));
            }
        }
        return new Node.Mapping(place(start), entries);
    }

    private Place place(Event event) {
        Mark mark = mark(event.getStartMark());
        return document.place(mark.getLine(), mark.getColumn());
    }

    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow(() -> new IllegalStateException("the parser keeps marks"));
    }

    /** Ends the parse where nesting gets too deep. */
    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Place place;

        TooDeep(Place place) {
            super("too deep", null, false, false);
            this.place = place;
        }
    }
}
