/** The doors, where calls of tools are let through or refused: a proxy, an authorizer for Envoy, a decision point. */
@NullMarked
package ai.altairalabs.omnia.server.door;

import org.jspecify.annotations.NullMarked;
