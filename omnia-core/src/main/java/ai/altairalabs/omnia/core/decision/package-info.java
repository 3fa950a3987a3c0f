/** The decision point: a compiled set of policies, what it says of a call, and what a door has to do about it. */
@NullMarked
package ai.altairalabs.omnia.core.decision;

import org.jspecify.annotations.NullMarked;
