package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.core.policy.Kind;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kind as people write it: plural, singular or short, in any case. */
final class Kinds implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String value) {
        String name = value.toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (name.equals(kind.plural()) || name.equals(kind.singular()) || name.equals(kind.shortName())) {
                return kind;
            }
        }
        throw new TypeConversionException("`" + value + "` is no kind: write "
                + String.join(
                        ", ", Arrays.stream(Kind.values()).map(Kind::plural).toList()));
    }

    /** For the help and for completion. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Kind.values()).map(Kind::plural).iterator();
        }
    }
}
