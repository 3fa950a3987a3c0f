/** From what the API server says to what it should say: reads, derives, applies the difference, writes status and events. */
@NullMarked
package ai.altairalabs.omnia.operator.reconcile;

import org.jspecify.annotations.NullMarked;
