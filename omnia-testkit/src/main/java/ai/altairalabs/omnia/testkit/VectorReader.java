package ai.altairalabs.omnia.testkit;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Reads vectors: files in, cases or all their problems out. */
public final class VectorReader {
    private static final String ENDING = ".yaml";
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new JsonSchema())
            .setAllowDuplicateKeys(true)
            .build();

    private final Map<String, SourceText> sets;

    private VectorReader(Map<String, SourceText> sets) {
        this.sets = Map.copyOf(sets);
    }

    /**
     * A reader whose vectors may name the sets of manifests in this directory, by file name without its ending.
     *
     * @throws IOException when the directory cannot be read
     */
    public static VectorReader withSets(Path directory) throws IOException {
        return new VectorReader(sets(directory));
    }

    static Map<String, SourceText> sets(Path directory) throws IOException {
        Map<String, SourceText> sets = new TreeMap<>();
        for (Path file : filesIn(directory)) {
            sets.put(nameOf(file), textOf(file));
        }
        return sets;
    }

    /** What was read: the faultless vectors by name, and all problems, sorted by place. */
    public record Result(List<Vector> vectors, List<Problem> problems) {
        public Result {
            vectors = List.copyOf(vectors);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads every {@code .yaml} file in a directory.
     *
     * @throws IOException when a file cannot be read
     */
    public Result readAll(Path directory) throws IOException {
        List<Vector> vectors = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : filesIn(directory)) {
            Result one = read(nameOf(file), textOf(file));
            vectors.addAll(one.vectors());
            problems.addAll(one.problems());
        }
        problems.sort(Comparator.comparing(Problem::place));
        return new Result(vectors, problems);
    }

    /**
     * Reads one vector.
     *
     * @param name its name
     * @param source its text
     */
    public Result read(String name, SourceText source) {
        List<Problem> problems = new ArrayList<>();
        List<Vector> vectors =
                compose(source, problems)
                        .map(node -> new VectorDocument(source, sets, problems).read(name, node))
                        .stream()
                        .toList();
        problems.sort(Comparator.comparing(Problem::place));
        return new Result(problems.isEmpty() ? vectors : List.of(), problems);
    }

    /** The one document of a file; what is wrong with it is noted. */
    static Optional<Node> compose(SourceText source, List<Problem> problems) {
        try {
            List<Node> documents = new ArrayList<>();
            new Compose(SETTINGS).composeAllFromString(source.text()).forEach(documents::add);
            if (documents.size() == 1) {
                return Optional.of(documents.getFirst());
            }
            problems.add(Problem.error(
                    new Place(source, 1, 1),
                    "a vector is one YAML document, not " + documents.size(),
                    "put each vector into a file of its own"));
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .map(mark -> new Place(source, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(new Place(source, 1, 1));
            problems.add(Problem.error(place, "this is not YAML: " + e.getProblem(), null));
        } catch (YamlEngineException e) {
            problems.add(Problem.error(new Place(source, 1, 1), "this is not YAML", null));
        }
        return Optional.empty();
    }

    static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    static SourceText textOf(Path file) throws IOException {
        return new SourceText(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    }
}
