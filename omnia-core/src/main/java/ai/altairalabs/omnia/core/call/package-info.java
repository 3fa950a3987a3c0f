/** What an agent asks: one tool call, as far as a policy may look at it. */
@NullMarked
package ai.altairalabs.omnia.core.call;

import org.jspecify.annotations.NullMarked;
