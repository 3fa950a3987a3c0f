package ai.altairalabs.omnia.core.lint;

import ai.altairalabs.omnia.core.cel.FailingPart;
import ai.altairalabs.omnia.core.cel.Program;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An expression, taken apart. */
final class Syntax {
    private final Expression expression;
    private final CelAbstractSyntaxTree ast;
    private final List<FailingPart> failing;

    Syntax(Expression expression, Program program) {
        this.expression = expression;
        this.ast = program.syntax();
        this.failing = program.failing();
    }

    CelExpr root() {
        return ast.getExpr();
    }

    /** What fails in it whatever the call is. */
    List<FailingPart> failing() {
        return failing;
    }

    /** Every part of it, macros written out. */
    Stream<CelExpr> parts() {
        return CelNavigableAst.fromAst(ast).getRoot().allNodes().map(CelNavigableExpr::expr);
    }

    /** Every part of a part. */
    static Stream<CelExpr> parts(CelExpr part) {
        return CelNavigableExpr.fromExpr(part).allNodes().map(CelNavigableExpr::expr);
    }

    /** Whether it gives a name of its own to something, and the name is one that it could mean by itself. */
    boolean hidesVariables() {
        return parts().filter(part -> part.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
                .map(CelExpr::comprehension)
                .anyMatch(macro -> List.of("body", "headers", "query", "identity", "tool", "agent").stream()
                        .anyMatch(name -> name.equals(macro.iterVar())
                                || name.equals(macro.iterVar2())
                                || name.equals(macro.accuVar())));
    }

    /** Where a part begins. */
    Place place(CelExpr part) {
        int offset = parts(part)
                .mapToInt(this::offset)
                .filter(position -> position >= 0)
                .min()
                .orElse(0);
        CelSourceLocation location = ast.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
        return expression.origin().at(Math.max(1, location.getLine()), Math.max(0, location.getColumn()) + 1);
    }

    /** Where the library says that a part is, which for a function is its bracket; below 0: it does not say. */
    private int offset(CelExpr part) {
        Integer position = ast.getSource().getPositionsMap().get(part.id());
        if (position == null) {
            return -1;
        }
        String name = switch (part.getKind()) {
            case CALL -> part.call().target().isPresent() ? "" : part.call().function();
            case SELECT -> part.select().testOnly() ? "has" : "";
            default -> "";
        };
        int from = position - name.length();
        String text = expression.text();
        return from >= 0
                        && text.codePointCount(0, text.length()) >= position
                        && text.startsWith(name, text.offsetByCodePoints(0, from))
                ? from
                : position;
    }

    /** Whether a part is of an integer type, which has no value that is not a number. */
    boolean isInteger(CelExpr part) {
        CelKind kind = ast.getType(part.id()).map(CelType::kind).orElse(CelKind.DYN);
        return kind == CelKind.INT || kind == CelKind.UINT;
    }

    /** What the arguments of {@code &&} or {@code ||} come to when the operator is repeated. */
    static List<CelExpr> operands(String operator, CelExpr part) {
        if (!isCall(part, operator)) {
            return List.of(part);
        }
        List<CelExpr> operands = new ArrayList<>();
        part.call().args().forEach(argument -> operands.addAll(operands(operator, argument)));
        return operands;
    }

    static boolean isIdent(CelExpr part, String name) {
        return part.getKind() == CelExpr.ExprKind.Kind.IDENT
                && part.ident().name().equals(name);
    }

    /** What each item is asked in {@code all} ({@code "_&&_"}) or {@code exists} ({@code "_||_"}); empty: it is neither. */
    static Optional<CelExpr> asked(CelExpr part, String operator) {
        if (part.getKind() != CelExpr.ExprKind.Kind.COMPREHENSION) {
            return Optional.empty();
        }
        CelExpr.CelComprehension macro = part.comprehension();
        CelExpr step = macro.loopStep();
        return isCall(step, operator)
                        && step.call().args().size() == 2
                        && isIdent(step.call().args().getFirst(), macro.accuVar())
                        && isIdent(macro.result(), macro.accuVar())
                ? Optional.of(step.call().args().getLast())
                : Optional.empty();
    }

    static boolean isCall(CelExpr part, String function) {
        return part.getKind() == CelExpr.ExprKind.Kind.CALL
                && part.call().function().equals(function);
    }

    /** The expression without conversions to a number around it. */
    static CelExpr unconverted(CelExpr part) {
        boolean converts = isCall(part, "double") || isCall(part, "int") || isCall(part, "uint") || isCall(part, "dyn");
        return converts ? unconverted(part.call().args().getFirst()) : part;
    }

    /** A part as text, in which equal parts are equal. */
    static String text(CelExpr part) {
        return switch (part.getKind()) {
            case CONSTANT -> constant(part.constant());
            case IDENT -> part.ident().name();
            case SELECT ->
                part.select().testOnly()
                        ? "has(" + text(part.select().operand()) + "."
                                + part.select().field() + ")"
                        : text(part.select().operand()) + "." + part.select().field();
            case CALL -> call(part.call());
            case LIST -> part.list().elements().stream().map(Syntax::text).collect(Collectors.joining(", ", "[", "]"));
            case NOT_SET, STRUCT, MAP, COMPREHENSION -> "…" + part.id();
        };
    }

    private static String call(CelExpr.CelCall call) {
        List<String> arguments = call.args().stream().map(Syntax::text).toList();
        String function = call.function();
        if (call.target().isPresent()) {
            return text(call.target().get()) + "." + function + "(" + String.join(", ", arguments) + ")";
        }
        return switch (function) {
            case "_[_]" -> operand(call, 0) + "[" + arguments.getLast() + "]";
            case "@in" -> operand(call, 0) + " in " + operand(call, 1);
            case "_?_:_" -> operand(call, 0) + " ? " + operand(call, 1) + " : " + operand(call, 2);
            case "!_", "-_" -> function.charAt(0) + operand(call, 0);
            default ->
                isBinary(function, arguments.size())
                        ? operand(call, 0) + " " + function.replace("_", "") + " " + operand(call, 1)
                        : function + "(" + String.join(", ", arguments) + ")";
        };
    }

    /** In brackets where it is an operator's call itself. */
    private static String operand(CelExpr.CelCall call, int index) {
        CelExpr operand = call.args().get(index);
        boolean operator = operand.getKind() == CelExpr.ExprKind.Kind.CALL
                && (isBinary(operand.call().function(), operand.call().args().size())
                        || operand.call().function().equals("@in")
                        || operand.call().function().equals("_?_:_"));
        return operator ? "(" + text(operand) + ")" : text(operand);
    }

    private static boolean isBinary(String function, int arguments) {
        return arguments == 2 && function.startsWith("_") && function.endsWith("_") && !function.equals("_[_]");
    }

    private static String constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE -> "\"" + constant.stringValue() + "\"";
            case DOUBLE_VALUE -> Double.toString(constant.doubleValue());
            case INT64_VALUE -> Long.toString(constant.int64Value());
            case UINT64_VALUE -> constant.uint64Value() + "u";
            case BOOLEAN_VALUE -> Boolean.toString(constant.booleanValue());
            default -> constant.getKind() == CelConstant.Kind.NULL_VALUE ? "null" : constant.toString();
        };
    }
}
