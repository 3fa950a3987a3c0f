package ai.altairalabs.omnia.core.cel;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many characters a regular expression comes to when its repetitions are written out. The library does that before it
 * counts, and then takes up to so many steps for each character of the text. What stands side by side adds up; what is
 * nested multiplies.
 */
final class PatternSize {
    /** No size is above this. */
    static final long MOST = 1L << 40;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long size;
    private long last;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** At least 1. What is no regular expression has a size too. */
    static long of(String pattern) {
        return new PatternSize(pattern).read();
    }

    private long read() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characters();
                case '(' -> {
                    outer.push(size);
                    size = 0;
                    last = 0;
                    at++;
                }
                case ')' -> {
                    last = size + 2;
                    size = Math.min(MOST, last + (outer.isEmpty() ? 0 : outer.pop()));
                    at++;
                }
                case '{' -> repetition();
                default -> atom(1);
            }
        }
        while (!outer.isEmpty()) {
            size = Math.min(MOST, size + outer.pop());
        }
        return Math.max(1, size);
    }

    private void atom(int characters) {
        at = Math.min(pattern.length(), at + characters);
        last = 1;
        size = Math.min(MOST, size + 1);
    }

    /** Between {@code \Q} and {@code \E} each character stands for itself. */
    private void escape() {
        if (!pattern.startsWith("\\Q", at)) {
            atom(2);
            return;
        }
        int end = pattern.indexOf("\\E", at);
        int to = end < 0 ? pattern.length() : end;
        for (at += 2; at < to; ) {
            atom(1);
        }
        at = end < 0 ? to : end + 2;
    }

    /** A class of characters is one, whatever is in it; a bracket that comes first in it is part of it. */
    private void characters() {
        int end = at + 1;
        if (end < pattern.length() && pattern.charAt(end) == '^') {
            end++;
        }
        if (end < pattern.length() && pattern.charAt(end) == ']') {
            end++;
        }
        while (end < pattern.length() && pattern.charAt(end) != ']') {
            if (pattern.startsWith("[:", end) && pattern.indexOf(":]", end) > 0) {
                end = pattern.indexOf(":]", end) + 1;
            } else if (pattern.charAt(end) == '\\') {
                end++;
            }
            end++;
        }
        atom(end + 1 - at);
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}: so many times what stands before it. Otherwise a brace is a character. */
    private void repetition() {
        int end = pattern.indexOf('}', at);
        String bounds = end < 0 ? "" : pattern.substring(at + 1, end);
        if (!bounds.matches("[0-9]+(,[0-9]*)?")) {
            atom(1);
            return;
        }
        int comma = bounds.indexOf(',');
        long least = number(comma < 0 ? bounds : bounds.substring(0, comma));
        long most = comma < 0 || comma == bounds.length() - 1 ? least : number(bounds.substring(comma + 1));
        long times = Math.max(1, Math.max(least, most) + (comma == bounds.length() - 1 ? 1 : 0));
        long repeated = last > MOST / times ? MOST : last * times;
        size = Math.min(MOST, size + repeated - last);
        last = repeated;
        at = end + 1;
    }

    private static long number(String digits) {
        return digits.length() > 6 ? 1_000_000 : Long.parseLong(digits);
    }
}
