/** Load and faults: the real door between real processes, while something goes wrong. */
@NullMarked
package ai.altairalabs.omnia.bench.faults;

import org.jspecify.annotations.NullMarked;
