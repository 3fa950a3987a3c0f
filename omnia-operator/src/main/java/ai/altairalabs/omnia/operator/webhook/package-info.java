/** What the API server asks before it stores an object: whether ours compile, and what a tool's pod is to carry. */
@NullMarked
package ai.altairalabs.omnia.operator.webhook;

import org.jspecify.annotations.NullMarked;
