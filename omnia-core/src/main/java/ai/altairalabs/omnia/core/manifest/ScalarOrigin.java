package ai.altairalabs.omnia.core.manifest;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Where the characters of a scalar stand in its file. The scalar's raw text is decoded once more, this time with the
 * place of each character; where that does not give the very text that the parser gave, every position is the scalar's
 * start, so a place is never wrong in a way that misleads.
 */
record ScalarOrigin(Node.Scalar scalar) implements Expression.Origin {
    @Override
    public Place at(int line, int column) {
        ScalarTrace trace = trace();
        String text = scalar.text();
        if (!trace.text().equals(text)) {
            return scalar.place();
        }
        int index = 0;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf('\n', index);
            if (end < 0) {
                break;
            }
            index = end + 1;
        }
        int position = text.codePointCount(0, index) + Math.max(column, 1) - 1;
        return trace.at(position);
    }

    private ScalarTrace trace() {
        ScalarStyle style = scalar.style();
        boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        return block ? BlockScalar.trace(scalar) : FlowScalar.trace(scalar);
    }
}
