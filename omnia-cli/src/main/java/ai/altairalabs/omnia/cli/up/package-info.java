/** {@code omnia up}: everything that the manifests describe, in one process. */
@NullMarked
package ai.altairalabs.omnia.cli.up;

import org.jspecify.annotations.NullMarked;
