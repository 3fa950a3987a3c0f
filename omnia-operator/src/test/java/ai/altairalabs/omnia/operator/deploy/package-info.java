/** What {@code deploy/} holds, as the API server and helm see it. */
@NullMarked
package ai.altairalabs.omnia.operator.deploy;

import org.jspecify.annotations.NullMarked;
