/** A fault in a text that an author wrote, with its place and what to write instead. */
@NullMarked
package ai.altairalabs.omnia.core.problem;

import org.jspecify.annotations.NullMarked;
