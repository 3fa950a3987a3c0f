/** The real programs that tests run against: where they are, and their start and stop. Of no use outside tests. */
@NullMarked
package ai.altairalabs.omnia.realparts;

import org.jspecify.annotations.NullMarked;
