/** Where a door's policies come from, and how a change of them comes into force. */
@NullMarked
package ai.altairalabs.omnia.server.policies;

import org.jspecify.annotations.NullMarked;
