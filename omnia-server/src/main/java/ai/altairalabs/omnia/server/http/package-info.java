/** HTTP/1.1 as a door reads it: strict, without channels or threads. */
@NullMarked
package ai.altairalabs.omnia.server.http;

import org.jspecify.annotations.NullMarked;
