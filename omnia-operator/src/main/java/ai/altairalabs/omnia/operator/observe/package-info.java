/** From the client's objects, or from manifests, to what is seen in a cluster. */
@NullMarked
package ai.altairalabs.omnia.operator.observe;

import org.jspecify.annotations.NullMarked;
