package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code apiVersion} and {@code kind}: whose manifest this is. */
final class ManifestHeader {
    private static final String GROUP = Resource.API_VERSION.substring(0, Resource.API_VERSION.indexOf('/'));
    private static final Map<String, Kind> KINDS = kinds();

    private final Node root;
    private final String apiVersion;
    private final String title;

    ManifestHeader(Node root) {
        this.root = root;
        this.apiVersion = text(root.get("apiVersion"));
        this.title = text(root.get("kind"));
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        Arrays.stream(Kind.values()).forEach(kind -> kinds.put(kind.title(), kind));
        return kinds;
    }

    private static String text(@Nullable Node node) {
        return node instanceof Node.Scalar scalar ? scalar.text() : "";
    }

    /** Whose manifest it is. */
    sealed interface Judgement {}

    /** A resource of our group. */
    record Ours(Kind kind) implements Judgement {}

    /** Another group's: left out. */
    record Foreign() implements Judgement {}

    /**
     * Meant for us as far as one can tell, and not to be read as it stands.
     *
     * @param kind what it says that it is; null: no kind that there is
     */
    record Unreadable(@Nullable Kind kind) implements Judgement {}

    /** Whether it holds manifests: what {@code kubectl get -o yaml} prints. */
    boolean isList() {
        boolean any = apiVersion.equals("v1") && title.equals("List");
        boolean own = apiVersion.equals(Resource.API_VERSION)
                && KINDS.keySet().stream().anyMatch(each -> title.equals(each + "List"));
        return any || own;
    }

    /** Decides, and reports what stands in the way. */
    Judgement judge(Faults faults) {
        if (!(root instanceof Node.Mapping mapping)) {
            Reading.root(root, faults).mismatch(root, "an object");
            return new Unreadable(null);
        }
        if (isList()) {
            faults.error(mapping.place(), "a list of manifests needs the list `items`", "add `items: []`");
            return new Unreadable(null);
        }
        boolean version = apiVersion.equals(Resource.API_VERSION);
        if (!version
                && !isNoText("apiVersion", "write " + Words.quote("apiVersion: " + Resource.API_VERSION), faults)) {
            boolean meant = apiVersion.isEmpty() ? withoutVersion(mapping, faults) : otherVersion(faults);
            if (!meant) {
                return new Foreign();
            }
        }
        Kind kind = kind(mapping, faults);
        return version && kind != null ? new Ours(kind) : new Unreadable(kind);
    }

    /** The kind that it says it is; null, and reported: there is none of the name. */
    private @Nullable Kind kind(Node.Mapping mapping, Faults faults) {
        Kind kind = KINDS.get(title);
        if (kind != null) {
            return kind;
        }
        Node node = mapping.get("kind");
        if (isNoText("kind", "write " + Words.anyOf(KINDS.keySet()), faults)) {
            return null;
        }
        if (node == null || title.isBlank()) {
            missing("kind", "write " + Words.anyOf(KINDS.keySet()), mapping, faults);
        } else {
            String nearest = Words.nearest(title, KINDS.keySet());
            String advice = nearest == null ? Words.anyOf(KINDS.keySet()) : Words.quote(nearest);
            faults.error(node.place(), "unknown kind " + Words.quote(title), "write " + advice);
        }
        return null;
    }

    /** Whether a list or an object stands where a text is expected; reports it. */
    private boolean isNoText(String name, String advice, Faults faults) {
        Node node = root.get(name);
        if (node == null || node instanceof Node.Scalar || node instanceof Node.Unusable) {
            return false;
        }
        faults.error(node.place(), Words.quote(name) + " must be text, not " + node.what(), advice);
        return true;
    }

    private static void missing(String name, String advice, Node.Mapping mapping, Faults faults) {
        for (Node.Entry entry : mapping.entries()) {
            if (!entry.key().equals(name) && name.equals(Words.nearest(entry.key(), List.of(name)))) {
                faults.error(entry.place(), "unknown field " + Words.quote(entry.key()), "write " + Words.quote(name));
                return;
            }
        }
        faults.error(mapping.place(), "missing " + Words.quote(name), advice);
    }

    /** Whether it is meant for us; reports what stands in the way. */
    private boolean withoutVersion(Node.Mapping mapping, Faults faults) {
        boolean ours = Words.nearest(title, KINDS.keySet()) != null;
        boolean manifest = title.isEmpty() && (mapping.get("spec") != null || mapping.get("metadata") != null);
        if (ours || manifest || mapping.get("apiVersion") != null) {
            String advice = "add " + Words.quote("apiVersion: " + Resource.API_VERSION);
            missing("apiVersion", advice, mapping, faults);
            return true;
        }
        faults.add(Problem.warning(
                mapping.place(), "this document is left out: without `apiVersion` it is no manifest", null));
        return false;
    }

    /** Another group's manifest is none of our business, unless it only looks like another group's. */
    private boolean otherVersion(Faults faults) {
        Node node = root.get("apiVersion");
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        boolean meant = Words.nearest(group, List.of(GROUP)) != null
                || Words.nearest(apiVersion, List.of(Resource.API_VERSION)) != null
                || (group.isEmpty() && KINDS.containsKey(title));
        if (node == null || !(meant || KINDS.containsKey(title))) {
            return false;
        }
        if (meant) {
            faults.error(
                    node.place(),
                    "unknown apiVersion " + Words.quote(apiVersion),
                    "write " + Words.quote(Resource.API_VERSION));
            return true;
        }
        faults.add(Problem.warning(
                node.place(),
                "this " + title + " is left out: it is of the group " + Words.quote(group),
                "write " + Words.quote(Resource.API_VERSION) + " if it is meant for omnia"));
        return false;
    }
}
