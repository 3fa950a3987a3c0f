package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of an object that an API server holds, as the text that its author could have written. It is read as every
 * other manifest is, so that a policy means in a cluster what it means in a file, and its faults read the same.
 */
public final class ManifestText {
    /** Plain scalars that would be read as something else than text. */
    private static final Set<String> NOT_TEXT =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan", "infinity");

    private static final int WIDEST_PLAIN = 60;

    private final StringBuilder out = new StringBuilder();

    private ManifestText() {}

    /**
     * The text of an object: what its author said of it, without status, and of its metadata name and namespace only.
     *
     * @param object as JSON: maps, lists, text, numbers, booleans, null
     */
    public static SourceText of(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("apiVersion", object.get("apiVersion"));
        said.put("kind", object.get("kind"));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        if (object.get("metadata") instanceof Map<?, ?> given) {
            metadata.put("name", given.get("name"));
            metadata.put("namespace", given.get("namespace"));
        }
        said.put("metadata", metadata);
        if (object.containsKey("spec")) {
            said.put("spec", object.get("spec"));
        }
        ManifestText text = new ManifestText();
        text.fields(said, 0);
        String kind = String.valueOf(object.get("kind")).toLowerCase(Locale.ROOT);
        return new SourceText(kind + " " + metadata.get("namespace") + "/" + metadata.get("name"), text.out.toString());
    }

    private void fields(Map<?, ?> map, int indent) {
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            scalar(String.valueOf(entry.getKey()));
            out.append(':');
            switch (entry.getValue()) {
                case Map<?, ?> inner
                when !inner.isEmpty() -> {
                    line(indent + 2);
                    fields(inner, indent + 2);
                }
                case List<?> inner when !inner.isEmpty() -> items(inner, indent + 2);
                case null, default -> {
                    out.append(' ');
                    leaf(entry.getValue());
                }
            }
            if (entries.hasNext()) {
                line(indent);
            }
        }
    }

    private void items(List<?> list, int indent) {
        for (Object item : list) {
            line(indent);
            out.append("- ");
            switch (item) {
                case Map<?, ?> inner when !inner.isEmpty() -> fields(inner, indent + 2);
                case List<?> inner
                when !inner.isEmpty() -> {
                    out.setLength(out.length() - 1);
                    items(inner, indent + 2);
                }
                case null, default -> leaf(item);
            }
        }
    }

    private void line(int indent) {
        out.append('\n').repeat(" ", indent);
    }

    private void leaf(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> _ -> out.append("{}");
            case List<?> _ -> out.append("[]");
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> scalar(value.toString());
        }
    }

    private void scalar(String text) {
        if (isPlain(text)) {
            out.append(text);
        } else if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        } else {
            escaped(text);
        }
    }

    /** Words as authors leave them without quotes. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.length() <= WIDEST_PLAIN
                && isLetter(text.charAt(0))
                && text.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || "_-./".indexOf(c) >= 0)
                && !NOT_TEXT.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isPrintable(char c) {
        return (c >= ' ' && c < 0x7f) || (c > 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff);
    }

    private void escaped(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        out.append(c);
                    } else {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    }
                }
            }
        }
        out.append('"');
    }
}
