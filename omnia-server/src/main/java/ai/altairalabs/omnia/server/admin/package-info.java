/** The port for operators: liveness, readiness, metrics. */
@NullMarked
package ai.altairalabs.omnia.server.admin;

import org.jspecify.annotations.NullMarked;
