/** The objects that the operator wants in the cluster, whatever their kind: how they are named, marked and written. */
@NullMarked
package ai.altairalabs.omnia.operator.objects;

import org.jspecify.annotations.NullMarked;
