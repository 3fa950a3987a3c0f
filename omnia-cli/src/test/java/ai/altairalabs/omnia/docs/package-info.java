/** Holds the documentation to the code. */
@NullMarked
package ai.altairalabs.omnia.docs;

import org.jspecify.annotations.NullMarked;
