/** What is counted and timed. */
@NullMarked
package ai.altairalabs.omnia.server.metrics;

import org.jspecify.annotations.NullMarked;
