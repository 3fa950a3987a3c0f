/** The agent itself: a model, its tools, and the conversation between them. It holds no key and checks no token. */
@NullMarked
package ai.altairalabs.omnia.agent.runtime;

import org.jspecify.annotations.NullMarked;
