/** The audit log: one line of JSON for each thing that a policy had to say of a call. */
@NullMarked
package ai.altairalabs.omnia.server.audit;

import org.jspecify.annotations.NullMarked;
