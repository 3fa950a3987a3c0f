/** The development issuer: tokens for trying things out on one machine. */
@NullMarked
package ai.altairalabs.omnia.cli.issuer;

import org.jspecify.annotations.NullMarked;
