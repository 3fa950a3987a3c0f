package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expression;
import org.jspecify.annotations.Nullable;

/** A CEL expression; whether it compiles is found out elsewhere. */
record ExpressionShape() implements Shape<Expression> {
    @Override
    public @Nullable Expression read(Node node, Reading in) {
        String text = TextShape.FILLED.read(node, in);
        return text != null && node instanceof Node.Scalar scalar
                ? new Expression(text, new ScalarOrigin(scalar))
                : null;
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
