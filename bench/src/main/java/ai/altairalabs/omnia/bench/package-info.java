/** Measures what a decision costs. */
@NullMarked
package ai.altairalabs.omnia.bench;

import org.jspecify.annotations.NullMarked;
