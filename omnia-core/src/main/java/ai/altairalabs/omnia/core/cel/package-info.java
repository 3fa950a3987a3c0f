/** Expressions: what they may say, what they read, and how they are evaluated within limits. */
@NullMarked
package ai.altairalabs.omnia.core.cel;

import org.jspecify.annotations.NullMarked;
