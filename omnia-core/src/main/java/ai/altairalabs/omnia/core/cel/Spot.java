package ai.altairalabs.omnia.core.cel;

import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.problem.Place;

/**
 * Where the checker found something, in an expression.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
record Spot(Expression expression, int line, int column) {
    Place place() {
        return expression.origin().at(line, column);
    }

    /** What stands before it in its line. */
    String before() {
        String text = text();
        return text.substring(0, offset(text));
    }

    /** What stands from here on in its line. */
    String after() {
        String text = text();
        return text.substring(offset(text));
    }

    /** So many characters before it, which are ASCII. */
    Spot back(int characters) {
        return new Spot(expression, line, column - characters);
    }

    /** The beginning of a name: of a function's call the checker gives the bracket behind it. */
    Spot startOf(String name) {
        return after().startsWith(name) || !before().endsWith(name) ? this : back(name.length());
    }

    private String text() {
        return expression.text().lines().skip(line - 1L).findFirst().orElse("");
    }

    private int offset(String text) {
        return text.offsetByCodePoints(0, Math.clamp(column - 1L, 0, text.codePointCount(0, text.length())));
    }
}
