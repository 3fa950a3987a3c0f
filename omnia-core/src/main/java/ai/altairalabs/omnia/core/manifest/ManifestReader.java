package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.Place;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads manifests: text in, resources or all their problems out. Pure, and never throws whatever the text. */
public final class ManifestReader {
    /** The largest file that is read, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1 << 20;

    private ManifestReader() {}

    /** Reads all texts together: they may refer to each other. */
    public static Manifests read(List<SourceText> sources) {
        return readFiles(sources.stream().map(SourceFile::check).toList());
    }

    /** Reads files; one that could not be decoded is a manifest with faults that guards everything. */
    public static Manifests readFiles(List<Decoded> files) {
        List<ReadDocument> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Decoded file : files) {
            switch (file) {
                case Decoded.Unreadable(Problem problem) -> {
                    problems.add(problem);
                    documents.add(ReadDocument.unreadable(problem.place().source()));
                }
                case Decoded.Text(SourceText source) -> {
                    Faults faults = new Faults();
                    documents.addAll(new DocumentReader(faults).read(source));
                    problems.addAll(faults.problems());
                }
            }
        }
        List<ReadDocument> unique = Duplicates.of(documents, problems);
        problems.addAll(CrossChecks.of(unique));
        problems.sort(Comparator.comparing(Problem::place, Place::compareTo));
        return new Manifests(unique.stream().map(ReadDocument::document).toList(), problems);
    }

    /**
     * Decodes a file: strict UTF-8, at most {@link #MAX_BYTES}, no control characters.
     *
     * @param name the path as the author knows it
     */
    public static Decoded decode(String name, byte[] bytes) {
        return SourceFile.decode(name, bytes);
    }
}
