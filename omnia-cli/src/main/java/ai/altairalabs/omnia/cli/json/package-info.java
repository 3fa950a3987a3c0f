/** JSON for what the commands say to each other. */
@NullMarked
package ai.altairalabs.omnia.cli.json;

import org.jspecify.annotations.NullMarked;
