package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.core.policy.Kind;
import ai.altairalabs.omnia.core.problem.Words;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
        List<String> plurals = Arrays.stream(Kind.values()).map(Kind::plural).toList();
        String nearest = nearest(name);
        throw new TypeConversionException("`" + value + "` is no kind: write "
                + (nearest == null ? String.join(", ", plurals) : "`" + nearest + "`"));
    }

    private static @Nullable String nearest(String name) {
        for (Kind kind : Kind.values()) {
            if (Words.nearest(name, List.of(kind.plural(), kind.singular())) != null) {
                return kind.plural();
            }
        }
        return null;
    }

    /** For the help and for completion. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Kind.values()).map(Kind::plural).iterator();
        }
    }
}
