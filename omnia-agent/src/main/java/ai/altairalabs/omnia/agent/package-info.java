/** An agent from end to end: what {@code omnia up} starts for each AgentRuntime. */
@NullMarked
package ai.altairalabs.omnia.agent;

import org.jspecify.annotations.NullMarked;
