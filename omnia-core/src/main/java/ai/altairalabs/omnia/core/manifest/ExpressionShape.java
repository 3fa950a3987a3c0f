package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expression;
import org.jspecify.annotations.Nullable;

/** A CEL expression; whether it compiles is found out elsewhere. */
record ExpressionShape(Use use) implements Shape<Expression> {
    /** What an expression is for. */
    enum Use {
        /** A reason to refuse. */
        RULE,
        /** What an injected header says. */
        VALUE
    }

    @Override
    public @Nullable Expression read(Node node, Reading in) {
        String text = TextShape.FILLED.read(node, in);
        if (text == null || !(node instanceof Node.Scalar scalar)) {
            return null;
        }
        Expression expression = new Expression(text, new ScalarOrigin(scalar));
        in.keep(expression, use);
        return expression;
    }

    @Override
    public String type() {
        return "CEL expression";
    }

    @Override
    public String rule() {
        return "not empty";
    }
}
