/** Manifests as authors write them, in YAML: resources come out, or every fault at once with its place and advice. */
@NullMarked
package ai.altairalabs.omnia.core.manifest;

import org.jspecify.annotations.NullMarked;
