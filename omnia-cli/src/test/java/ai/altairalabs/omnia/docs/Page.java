package ai.altairalabs.omnia.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path the file
 * @param text all of it
 */
record Page(Path path, String text) {
    private static final Path ROOT = Path.of(System.getProperty("omnia.root", "."));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)[^\n]*\n(.*?)^```\\s*?$");
    private static final Pattern INLINE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** A fenced block and the language it names; empty: none. */
    record Block(String language, String text) {}

    /** Every page of the repository. */
    static List<Page> all() {
        List<Path> paths = new ArrayList<>();
        for (String directory : List.of("docs", "bench", "examples", "vectors")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
                files.filter(Page::isPage).forEach(paths::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try (Stream<Path> files = Files.list(ROOT)) {
            files.filter(Page::isPage).forEach(paths::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths.stream().sorted().map(Page::read).toList();
    }

    /** The page at this path from the root. */
    static Page of(String path) {
        return read(ROOT.resolve(path));
    }

    private static boolean isPage(Path path) {
        return path.toString().endsWith(".md") && !path.toString().contains("/target/");
    }

    private static Page read(Path path) {
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(match -> new Block(match.group(1), match.group(2)))
                .toList();
    }

    /** What stands in single backticks outside of blocks. */
    List<String> inlineCode() {
        return INLINE.matcher(prose()).results().map(match -> match.group(1)).toList();
    }

    /** The targets of all links. */
    List<String> links() {
        return LINK.matcher(prose()).results().map(match -> match.group(1)).toList();
    }

    /** The anchors of its headings, as the usual renderers make them. */
    List<String> anchors() {
        return HEADING.matcher(prose())
                .results()
                .map(match -> match.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The text of a section with this heading, up to the next heading. */
    String section(String heading) {
        MatchResult found = Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#+ |\\z)")
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow();
        return found.group(1);
    }

    private String prose() {
        return BLOCK.matcher(text).replaceAll("");
    }

    /** From the root. */
    @Override
    public String toString() {
        return ROOT.relativize(path).toString();
    }
}
