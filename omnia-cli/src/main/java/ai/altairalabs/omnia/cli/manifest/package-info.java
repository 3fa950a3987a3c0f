/** Manifests in files: found, read, and changed so that everything else in them stays as it is. */
@NullMarked
package ai.altairalabs.omnia.cli.manifest;

import org.jspecify.annotations.NullMarked;
