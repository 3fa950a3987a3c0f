/** The language model that an agent thinks with: any OpenAI-compatible endpoint, or a script. */
@NullMarked
package ai.altairalabs.omnia.agent.model;

import org.jspecify.annotations.NullMarked;
