/** The policy proxy: the door through which a tool is called over HTTP. */
@NullMarked
package ai.altairalabs.omnia.server.door;

import org.jspecify.annotations.NullMarked;
