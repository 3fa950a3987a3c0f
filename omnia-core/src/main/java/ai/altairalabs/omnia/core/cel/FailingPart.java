package ai.altairalabs.omnia.core.cel;

import dev.cel.common.ast.CelExpr;
import java.util.Objects;

/**
 * A part of an expression whose evaluation fails whatever the call is.
 *
 * @param part what fails
 * @param reason as a record would have it
 */
public record FailingPart(CelExpr part, String reason) {
    public FailingPart {
        Objects.requireNonNull(part);
        Objects.requireNonNull(reason);
    }
}
