package ai.altairalabs.omnia.core.cel;

/** What it costs to look for one text in another place by place, which is how cel-java does it. */
final class TextSearch {
    /** The part of what is allowed up to which nothing is worked out: that would cost more. */
    private static final long A_SMALL_PART = 4;

    private TextSearch() {}

    /**
     * How many pairs of characters a search compares at most: at each place of the text up to the first that differs. Ordinary
     * texts come to little more than their length; one that repeats itself can come to the product of both lengths.
     *
     * @param most how many are allowed: what is far below it is not worked out any closer
     */
    static long comparisons(String text, String sought, long most) {
        long product = (text.length() + 1L) * (sought.length() + 1L);
        if (product <= most / A_SMALL_PART || sought.length() > text.length()) {
            return Math.min(product, text.length() + 1L);
        }
        int length = sought.length();
        int[] repeated = new int[length];
        int end = 0;
        for (int start = 0, i = 1; i < length; i++) {
            int same = i < end ? Math.min(end - i, repeated[i - start]) : 0;
            while (i + same < length && sought.charAt(same) == sought.charAt(i + same)) {
                same++;
            }
            repeated[i] = same;
            if (i + same > end) {
                start = i;
                end = i + same;
            }
        }
        long comparisons = 0;
        end = 0;
        for (int start = 0, i = 0; i < text.length(); i++) {
            int same = i < end ? Math.min(end - i, repeated[i - start]) : 0;
            while (same < length && i + same < text.length() && sought.charAt(same) == text.charAt(i + same)) {
                same++;
            }
            comparisons += same + 1;
            if (i + same > end) {
                start = i;
                end = i + same;
            }
        }
        return comparisons;
    }

    /**
     * How often one text stands in another, side by side, counted no further than one beyond {@code most}; an empty text
     * stands before each character.
     */
    static long occurrences(String text, String sought, long most) {
        if (sought.isEmpty()) {
            return text.length() + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(sought); at >= 0 && count <= most; at = text.indexOf(sought, at + sought.length())) {
            count++;
        }
        return count;
    }
}
