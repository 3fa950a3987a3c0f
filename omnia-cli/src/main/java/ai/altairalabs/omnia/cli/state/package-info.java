/** What a running {@code omnia up} leaves for the other commands, below {@code ~/.omnia}. */
@NullMarked
package ai.altairalabs.omnia.cli.state;

import org.jspecify.annotations.NullMarked;
