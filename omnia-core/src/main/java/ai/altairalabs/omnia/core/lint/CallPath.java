package ai.altairalabs.omnia.core.lint;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A part of the call that an expression names: a field of the body at some depth, a header, a query parameter, a claim.
 *
 * @param root the map that it is looked up in
 * @param names one behind the other; a header's in lower case; none: the whole map
 */
record CallPath(Root root, List<String> names) {
    /** Maps whose entries a call may have or lack. */
    enum Root {
        BODY("body"),
        HEADERS("headers"),
        QUERY("query"),
        CLAIMS("identity.claims");

        private final String written;

        Root(String written) {
            this.written = written;
        }

        String written() {
            return written;
        }
    }

    /** What a name begins with that stands for each item of a list; the rest is what a macro calls it. */
    private static final char EACH = '\0';

    private static final Set<String> INDEX = Set.of("_[_]", "_[?_]", "_?._");

    CallPath {
        Objects.requireNonNull(root);
        names = List.copyOf(names);
    }

    /** What an expression names for itself, without what stands around it; a plain value, an optional one, or a test. */
    static Optional<CallPath> of(CelExpr expression) {
        return of(expression, Scope.NONE);
    }

    /** The same where macros are around, whose names mean something. */
    static Optional<CallPath> of(CelExpr expression, Scope scope) {
        return switch (expression.getKind()) {
            case IDENT ->
                Stream.of(Root.BODY, Root.HEADERS, Root.QUERY)
                        .filter(root -> root.written.equals(expression.ident().name()))
                        .map(root -> new CallPath(root, List.of()))
                        .findFirst()
                        .or(() -> scope.meaning(expression.ident().name()));
            case SELECT -> {
                CelExpr operand = expression.select().operand();
                String field = expression.select().field();
                yield isClaims(operand, field)
                        ? Optional.of(new CallPath(Root.CLAIMS, List.of()))
                        : of(operand, scope).map(path -> path.plus(field));
            }
            case CALL ->
                INDEX.contains(expression.call().function())
                        ? text(expression.call().args().getLast())
                                .flatMap(key -> of(expression.call().args().getFirst(), scope)
                                        .map(path -> path.plus(key)))
                        : Optional.empty();
            case NOT_SET, CONSTANT, LIST, STRUCT, MAP, COMPREHENSION -> Optional.empty();
        };
    }

    private static boolean isClaims(CelExpr operand, String field) {
        return field.equals("claims")
                && operand.getKind() == CelExpr.ExprKind.Kind.IDENT
                && operand.ident().name().equals("identity");
    }

    /** A constant text. */
    static Optional<String> text(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    CallPath plus(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(root == Root.HEADERS ? name.toLowerCase(Locale.ROOT) : name);
        return new CallPath(root, longer);
    }

    /** An item of the list that it names, as a macro calls it. */
    CallPath each(String variable) {
        List<String> longer = new ArrayList<>(names);
        longer.add(EACH + variable);
        return new CallPath(root, longer);
    }

    /** Whether a name of a path stands for each item of a list. */
    static boolean isEach(String name) {
        return !name.isEmpty() && name.charAt(0) == EACH;
    }

    /** The same whatever a macro calls the items. */
    CallPath anyName() {
        return new CallPath(
                root,
                names.stream()
                        .map(name -> isEach(name) ? String.valueOf(EACH) : name)
                        .toList());
    }

    /** The first so many names of it. */
    CallPath prefix(int length) {
        return new CallPath(root, names.subList(0, length));
    }

    /** As an author would write it. */
    String written() {
        StringBuilder out = new StringBuilder(root.written);
        for (String name : names) {
            if (isEach(name)) {
                out.setLength(0);
                out.append(name, 1, name.length());
            } else if (root != Root.HEADERS && name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                out.append('.').append(name);
            } else {
                out.append("[\"").append(name).append("\"]");
            }
        }
        return out.toString();
    }
}
