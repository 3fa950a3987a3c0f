/** Calling a registered tool: always through the door that guards it. */
@NullMarked
package ai.altairalabs.omnia.agent.tools;

import org.jspecify.annotations.NullMarked;
