/** The one executable: thin commands over the other modules. */
@NullMarked
package ai.altairalabs.omnia.cli;

import org.jspecify.annotations.NullMarked;
