/** Diagnostics on standard error. */
@NullMarked
package ai.altairalabs.omnia.server.logging;

import org.jspecify.annotations.NullMarked;
