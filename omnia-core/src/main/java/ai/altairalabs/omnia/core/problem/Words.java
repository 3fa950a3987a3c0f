package ai.altairalabs.omnia.core.problem;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The wording that all messages share. */
public final class Words {
    private static final int LONGEST_QUOTE = 100;

    private Words() {}

    /** An author's words in backticks: cut when long, and without characters that a terminal would act on. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder("`");
        int[] points = text.codePoints().limit(LONGEST_QUOTE + 1L).toArray();
        for (int i = 0; i < Math.min(points.length, LONGEST_QUOTE); i++) {
            out.append(visible(points[i]));
        }
        return out.append(points.length > LONGEST_QUOTE ? "…" : "").append('`').toString();
    }

    private static String visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                point == '\n' ? "\\n" : String.format(Locale.ROOT, "\\u%04x", point);
            default -> Character.toString(point);
        };
    }

    /** Names in backticks: {@code a, b or c}. */
    public static String anyOf(Collection<String> names) {
        return joined(names, " or ");
    }

    /** Names in backticks: {@code a, b and c}. */
    public static String allOf(Collection<String> names) {
        return joined(names, " and ");
    }

    private static String joined(Collection<String> names, String last) {
        List<String> quoted = names.stream().map(Words::quote).toList();
        if (quoted.size() < 2) {
            return String.join("", quoted);
        }
        return String.join(", ", quoted.subList(0, quoted.size() - 1)) + last + quoted.getLast();
    }

    /** The name that an author most likely meant; null: none is near. */
    public static @Nullable String nearest(String written, Collection<String> names) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        String plain = plain(written);
        for (String name : names) {
            int limit = name.length() <= 4 ? 1 : 2;
            int distance = distance(plain, plain(name), limit);
            if (distance <= limit && distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /** Case, {@code _} and {@code -} do not count: {@code tool_access} is {@code toolAccess}. */
    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters to change, add, drop or swap with a neighbour; anything above the limit counts alike. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                boolean swap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swap) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
