package ai.altairalabs.omnia.core.lint;

import dev.cel.common.ast.CelExpr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the names mean that the macros around a part of an expression give: an item of a list of the body, or a field. */
final class Scope {
    /** Where no macro is around. */
    static final Scope NONE = new Scope(Map.of());

    private final Map<String, CallPath> names;

    private Scope(Map<String, CallPath> names) {
        this.names = Map.copyOf(names);
    }

    /** What a name means; empty: it is not known, or no macro gave it. */
    Optional<CallPath> meaning(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** The items that a macro's variable means, where it walks over a part of the body. */
    static Optional<CallPath> items(CelExpr.CelComprehension macro, Scope scope) {
        return Presence.isOptional(macro.iterRange())
                ? Optional.empty()
                : CallPath.of(macro.iterRange(), scope)
                        .filter(path -> path.root() == CallPath.Root.BODY
                                && !path.names().isEmpty())
                        .map(path -> path.each(macro.iterVar()));
    }

    /** Within each step of a macro, and in its result. */
    Scope within(CelExpr.CelComprehension macro) {
        Map<String, CallPath> more = new HashMap<>(names);
        put(more, macro.iterVar(), items(macro, this).orElse(null));
        more.remove(macro.iterVar2());
        put(
                more,
                macro.accuVar(),
                isBinding(macro) && !Presence.isOptional(macro.accuInit())
                        ? CallPath.of(macro.accuInit(), this).orElse(null)
                        : null);
        return new Scope(more);
    }

    private static void put(Map<String, CallPath> names, String name, @Nullable CallPath meaning) {
        if (meaning == null) {
            names.remove(name);
        } else {
            names.put(name, meaning);
        }
    }

    /** Whether it is {@code cel.bind}, which walks over nothing and gives a name to a value. */
    static boolean isBinding(CelExpr.CelComprehension macro) {
        return macro.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
                && macro.iterRange().list().elements().isEmpty()
                && Syntax.isIdent(macro.loopStep(), macro.accuVar());
    }

    /** Every part of a part with what is in scope there; what is inside comes after what it is in. */
    void each(CelExpr part, BiConsumer<CelExpr, Scope> visitor) {
        visitor.accept(part, this);
        switch (part.getKind()) {
            case CONSTANT, IDENT, NOT_SET -> {}
            case SELECT -> each(part.select().operand(), visitor);
            case CALL -> {
                part.call().target().ifPresent(target -> each(target, visitor));
                part.call().args().forEach(argument -> each(argument, visitor));
            }
            case LIST -> part.list().elements().forEach(element -> each(element, visitor));
            case STRUCT -> part.struct().entries().forEach(entry -> each(entry.value(), visitor));
            case MAP ->
                part.map().entries().forEach(entry -> {
                    each(entry.key(), visitor);
                    each(entry.value(), visitor);
                });
            case COMPREHENSION -> {
                CelExpr.CelComprehension macro = part.comprehension();
                each(macro.iterRange(), visitor);
                each(macro.accuInit(), visitor);
                Scope inner = within(macro);
                inner.each(macro.loopCondition(), visitor);
                inner.each(macro.loopStep(), visitor);
                inner.each(macro.result(), visitor);
            }
        }
    }
}
