/** Istio's kinds, as far as the operator writes them. */
@NullMarked
package ai.altairalabs.omnia.operator.istio;

import org.jspecify.annotations.NullMarked;
