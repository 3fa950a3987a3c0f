/** What is seen in a cluster, as plain records: no client, no I/O. */
@NullMarked
package ai.altairalabs.omnia.operator.cluster;

import org.jspecify.annotations.NullMarked;
