/** The control plane: checks resources, derives Istio objects, writes status. */
@NullMarked
package ai.altairalabs.omnia.operator;

import org.jspecify.annotations.NullMarked;
