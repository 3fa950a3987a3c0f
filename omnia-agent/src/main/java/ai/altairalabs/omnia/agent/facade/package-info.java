/** The way in: who asks is verified here, and only here is the context of a call signed. */
@NullMarked
package ai.altairalabs.omnia.agent.facade;

import org.jspecify.annotations.NullMarked;
