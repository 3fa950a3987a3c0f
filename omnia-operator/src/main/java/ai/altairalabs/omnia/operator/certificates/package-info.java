/** The webhook's certificates: made, kept in a Secret that the replicas share, renewed in time. */
@NullMarked
package ai.altairalabs.omnia.operator.certificates;

import org.jspecify.annotations.NullMarked;
