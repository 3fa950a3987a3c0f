package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.List;

/** Reads manifests: text in, resources or all their problems out. Pure, and never throws whatever the text. */
public final class ManifestReader {
    /** The largest file that is read, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1 << 20;

    private ManifestReader() {}

    /** Reads all texts together: they may refer to each other. */
    public static Manifests read(List<SourceText> sources) {
        return new Manifests(List.of(), List.of());
    }

    /** Reads files; one that could not be decoded is a manifest with faults that guards everything. */
    public static Manifests readFiles(List<Decoded> files) {
        return new Manifests(List.of(), List.of());
    }

    /**
     * Decodes a file: strict UTF-8, at most {@link #MAX_BYTES}.
     *
     * @param name the path as the author knows it
     */
    public static Decoded decode(String name, byte[] bytes) {
        return new Decoded.Text(new SourceText(name, ""));
    }
}
