/** From what is seen in a cluster to what should be in it, and to what enforces each policy: pure functions. */
@NullMarked
package ai.altairalabs.omnia.operator.desired;

import org.jspecify.annotations.NullMarked;
