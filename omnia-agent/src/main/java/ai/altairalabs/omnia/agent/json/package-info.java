/** JSON as this module reads and writes it. */
@NullMarked
package ai.altairalabs.omnia.agent.json;

import org.jspecify.annotations.NullMarked;
