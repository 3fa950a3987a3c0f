/** What an AgentRuntime becomes in a cluster, and the keys of its signed contexts: pure functions. */
@NullMarked
package ai.altairalabs.omnia.operator.agents;

import org.jspecify.annotations.NullMarked;
