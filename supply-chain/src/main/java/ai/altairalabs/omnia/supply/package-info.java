/** What the build ships: its bill of materials, and the licences of all dependencies. */
@NullMarked
package ai.altairalabs.omnia.supply;

import org.jspecify.annotations.NullMarked;
