package ai.altairalabs.omnia.cli.manifest;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.json.Json;
import ai.altairalabs.omnia.core.manifest.Document;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.ResourceName;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes single documents in manifest files, in memory: the rest of each file stays as it is, byte for byte. */
public final class ManifestEditor {
    private final List<Path> roots;
    private final Map<Path, String> before = new LinkedHashMap<>();
    private final Map<Path, String> now = new LinkedHashMap<>();

    /**
     * An editor of these files.
     *
     * @param roots the files and directories that {@code up} reads
     * @param files every file among them, as it is
     */
    public ManifestEditor(List<Path> roots, List<SourceText> files) {
        this.roots = List.copyOf(roots);
        for (SourceText file : files) {
            before.put(Path.of(file.name()), file.text());
        }
        now.putAll(before);
    }

    /** What became of a document that was put. */
    public enum Put {
        CREATED,
        CONFIGURED,
        UNCHANGED
    }

    /**
     * Puts a document in place of the one of the same kind and name, or into a file of its own. An item of a
     * {@code kind: List} is put as a document, and what a server wrote into one is left out, as kubectl does.
     */
    public Put put(Document.Whole incoming) {
        Kind kind = incoming.resource().kind();
        ResourceName name = incoming.resource().name();
        DocumentTree tree = DocumentTree.of(incoming, kind, name);
        boolean rewritten = incoming.lines().inList() || tree.madeByServer();
        if (rewritten && tree.fields().isEmpty()) {
            throw new CannotDo(kind.singular() + " `" + name.name() + "` cannot be taken out of the list in `"
                    + incoming.source().name() + "`: give it as a document of its own");
        }
        String text = rewritten
                ? YamlText.of(tree.asWritten().fields())
                : DocumentText.of(incoming).alone();
        Document old = find(kind, name);
        if (old != null) {
            Path file = Path.of(old.source().name());
            DocumentText place = replaceable(old, kind, name);
            // Who gives back what `get` printed has not thrown away the comments of the file.
            boolean same = rewritten
                    ? tree.means(DocumentTree.of(old, kind, name), kind)
                    : place.alone().strip().equals(text.strip());
            if (same) {
                return Put.UNCHANGED;
            }
            now.put(file, place.replaced(isJson(file) ? json(text, tree) : text));
            return Put.CONFIGURED;
        }
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                now.put(newFile(root, kind, name), text);
                return Put.CREATED;
            }
        }
        Path last = roots.getLast();
        String content = now.getOrDefault(last, "");
        now.put(last, content + (content.isEmpty() || content.endsWith("\n") ? "" : "\n") + "---\n" + text);
        return Put.CREATED;
    }

    /** Takes a document out; false when there is none of this kind and name. A file that is left empty goes. */
    public boolean remove(Kind kind, ResourceName name) {
        Document old = find(kind, name);
        if (old == null) {
            return false;
        }
        now.put(Path.of(old.source().name()), replaceable(old, kind, name).removed());
        return true;
    }

    /** The files as they would be. */
    public List<SourceText> texts() {
        List<SourceText> texts = new ArrayList<>();
        now.forEach((path, text) -> texts.add(new SourceText(path.toString(), text)));
        return texts;
    }

    /** The files that change, with their new content; empty: the file goes. */
    public Map<Path, Optional<String>> changes() {
        Map<Path, Optional<String>> changes = new LinkedHashMap<>();
        now.forEach((path, text) -> {
            if (!text.equals(before.get(path))) {
                changes.put(path, text.isBlank() && !roots.contains(path) ? Optional.empty() : Optional.of(text));
            }
        });
        return changes;
    }

    /** The namespaces that have a resource of this kind and name, in the order of the files. */
    public List<String> namespacesOf(Kind kind, String name) {
        List<String> namespaces = new ArrayList<>();
        for (Document document : ManifestReader.read(texts()).documents()) {
            ResourceName own = nameOf(document, kind);
            if (own != null && own.name().equals(name) && !namespaces.contains(own.namespace())) {
                namespaces.add(own.namespace());
            }
        }
        return namespaces;
    }

    /** Where a resource stands now, or null. */
    private @Nullable Document find(Kind kind, ResourceName name) {
        for (Document document : ManifestReader.read(texts()).documents()) {
            if (name.equals(nameOf(document, kind))) {
                return document;
            }
        }
        return null;
    }

    /** The name of a document of this kind; null when it is of another, or has none that can be read. */
    private static @Nullable ResourceName nameOf(Document document, Kind kind) {
        return switch (document) {
            case Document.Whole whole ->
                whole.resource().kind() == kind ? whole.resource().name() : null;
            case Document.Broken broken -> broken.kind() == kind ? broken.name() : null;
        };
    }

    private static DocumentText replaceable(Document document, Kind kind, ResourceName name) {
        if (document.lines().inList()) {
            throw new CannotDo(kind.singular() + " `" + name.name() + "` stands in a `kind: List` in `"
                    + document.source().name() + "`; change it there");
        }
        return DocumentText.of(document);
    }

    private static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** Other programs that read a file of that name want JSON in it. */
    private static String json(String text, DocumentTree tree) {
        return text.stripLeading().startsWith("{")
                ? text
                : Json.pretty(tree.asWritten().fields()) + "\n";
    }

    private Path newFile(Path directory, Kind kind, ResourceName name) {
        String base = name.name() + "." + name.namespace() + "." + kind.singular();
        if (!base.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new CannotDo("`" + name.name() + "` is no name for a file");
        }
        Path file = directory.resolve(name.name() + ".yaml");
        return now.containsKey(file) || Files.exists(file) ? directory.resolve(base + ".yaml") : file;
    }
}
