package ai.altairalabs.omnia.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path that was given: an empty one is most likely a variable that is not set, and never means this directory. */
final class Paths implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException("the path is empty: name a file or directory (`.` is this directory)");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException _) {
            throw new TypeConversionException("`" + value + "` is no path");
        }
    }
}
