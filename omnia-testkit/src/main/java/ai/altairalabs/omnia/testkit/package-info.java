/** Vectors: a call, the policies in force and what must become of it, as data that runs against every enforcement point. */
@NullMarked
package ai.altairalabs.omnia.testkit;

import org.jspecify.annotations.NullMarked;
