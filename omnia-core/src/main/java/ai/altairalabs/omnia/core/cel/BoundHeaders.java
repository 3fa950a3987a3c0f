package ai.altairalabs.omnia.core.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds where {@code cel.bind} gives the headers another name. cel-java copies a map that is given a name, and a copy of the
 * headers knows names in lower case only: a rule that asks it for {@code X-Ticket} would never find one, and say nothing.
 */
final class BoundHeaders {
    private static final Set<CelKind> COPIED = Set.of(CelKind.MAP, CelKind.DYN, CelKind.ANY, CelKind.OPAQUE);
    private static final Set<String> LOOK_UPS = Set.of("_[_]", "_[?_]", "_?._");
    private static final String IN = "@in";

    private BoundHeaders() {}

    /** Where the first of them stands; empty: there is none. */
    static Optional<CelSourceLocation> in(CelAbstractSyntaxTree ast) {
        return CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(part -> part.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
                .map(macro -> macro.comprehension().accuInit())
                .filter(bound -> ast.getType(bound.id())
                        .filter(type -> COPIED.contains(type.kind()))
                        .isPresent())
                .flatMap(BoundHeaders::whole)
                .map(headers -> ast.getSource()
                        .getOffsetLocation(ast.getSource().getPositionsMap().getOrDefault(headers.id(), 0))
                        .orElse(CelSourceLocation.NONE))
                .findFirst();
    }

    /** Each mention of the headers that is no look-up of one of them. */
    private static Stream<CelExpr> whole(CelExpr part) {
        return switch (part.getKind()) {
            case IDENT -> isHeaders(part) ? Stream.of(part) : Stream.of();
            case CALL -> ofCall(part.call());
            case SELECT -> ofOperand(part.select().operand());
            case LIST -> part.list().elements().stream().flatMap(BoundHeaders::whole);
            case MAP ->
                part.map().entries().stream().flatMap(entry -> Stream.concat(whole(entry.key()), whole(entry.value())));
            case STRUCT -> part.struct().entries().stream().flatMap(entry -> whole(entry.value()));
            case COMPREHENSION -> ofMacro(part.comprehension());
            case CONSTANT, NOT_SET -> Stream.of();
        };
    }

    private static Stream<CelExpr> ofCall(CelExpr.CelCall call) {
        List<CelExpr> arguments = call.args();
        if (LOOK_UPS.contains(call.function())) {
            return Stream.concat(ofOperand(arguments.get(0)), whole(arguments.get(1)));
        }
        if (call.function().equals(IN)) {
            return Stream.concat(whole(arguments.get(0)), ofOperand(arguments.get(1)));
        }
        return Stream.concat(
                call.target().stream().flatMap(BoundHeaders::whole),
                arguments.stream().flatMap(BoundHeaders::whole));
    }

    /** What a macro walks over are names, and only its result is a value. */
    private static Stream<CelExpr> ofMacro(CelExpr.CelComprehension macro) {
        return Stream.concat(
                ofOperand(macro.iterRange()),
                Stream.of(macro.accuInit(), macro.loopStep(), macro.result()).flatMap(BoundHeaders::whole));
    }

    private static Stream<CelExpr> ofOperand(CelExpr operand) {
        return isHeaders(operand) ? Stream.of() : whole(operand);
    }

    private static boolean isHeaders(CelExpr part) {
        return part.getKind() == CelExpr.ExprKind.Kind.IDENT
                && part.ident().name().equals(Variable.HEADERS.celName());
    }
}
