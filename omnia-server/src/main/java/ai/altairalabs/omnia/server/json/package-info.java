/** Writes JSON, one line a document. */
@NullMarked
package ai.altairalabs.omnia.server.json;

import org.jspecify.annotations.NullMarked;
