/** The target that looks inside of the package of the same name. */
@NullMarked
package ai.altairalabs.omnia.server.audit;

import org.jspecify.annotations.NullMarked;
