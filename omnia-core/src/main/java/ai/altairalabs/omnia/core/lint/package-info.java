/** Doubts about policies that can be used as they are: what their expressions say, and probably were not to say. */
@NullMarked
package ai.altairalabs.omnia.core.lint;

import org.jspecify.annotations.NullMarked;
