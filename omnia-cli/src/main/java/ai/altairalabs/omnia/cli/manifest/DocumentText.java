package ai.altairalabs.omnia.cli.manifest;

import ai.altairalabs.omnia.core.manifest.Document;

/**
 * A document in its text, with the comments around it: everything between the separators.
 *
 * @param start offset of its first character
 * @param end offset behind its last line
 */
record DocumentText(String text, int start, int end) {
    /** Where a document stands in its text. */
    static DocumentText of(Document document) {
        String text = document.source().text();
        int start = lineStart(text, document.firstLine());
        while (start > 0 && !isSeparator(text, start) && !isSeparator(text, previousLine(text, start))) {
            start = previousLine(text, start);
        }
        int end = lineStart(text, document.lastLine() + 1);
        while (end < text.length() && !isSeparator(text, end)) {
            end = nextLine(text, end);
        }
        return new DocumentText(text, start, end);
    }

    /** The document alone, ended by a line break. */
    String alone() {
        String alone = text.substring(start, end);
        return alone.endsWith("\n") ? alone : alone + "\n";
    }

    /** The whole text with another document in this one's place; the rest stays as it is. */
    String replaced(String document) {
        String separator = isSeparator(text, start) ? "---\n" : "";
        return text.substring(0, start) + separator + document + text.substring(end);
    }

    /** The whole text without the document and without a separator that nothing needs any more. */
    String removed() {
        String before = text.substring(0, start);
        String after = text.substring(end);
        if (after.startsWith("---") || after.isBlank()) {
            int separator = before.isEmpty() ? 0 : previousLine(text, start);
            if (after.isBlank() && isSeparator(text, separator)) {
                return text.substring(0, separator);
            }
            return after.isBlank() ? before : before + after.substring(nextLine(after, 0));
        }
        return before + after;
    }

    private static boolean isSeparator(String text, int line) {
        return text.startsWith("---", line)
                && (line + 3 == text.length() || Character.isWhitespace(text.charAt(line + 3)));
    }

    private static int lineStart(String text, int number) {
        int start = 0;
        for (int i = 1; i < number; i++) {
            start = nextLine(text, start);
        }
        return start;
    }

    private static int nextLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    private static int previousLine(String text, int start) {
        return text.lastIndexOf('\n', start - 2) + 1;
    }
}
