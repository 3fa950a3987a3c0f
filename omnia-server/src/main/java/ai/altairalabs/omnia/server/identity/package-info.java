/** Who is calling: tokens, the signed context, and the headers that a door writes from them. */
@NullMarked
package ai.altairalabs.omnia.server.identity;

import org.jspecify.annotations.NullMarked;
