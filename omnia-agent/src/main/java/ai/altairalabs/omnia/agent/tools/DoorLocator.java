package ai.altairalabs.omnia.agent.tools;

import ai.altairalabs.omnia.core.policy.ResourceName;
import java.net.URI;
import java.util.Optional;

/** Knows the door in front of a tool service. */
@FunctionalInterface
public interface DoorLocator {
    /**
     * The door's origin (scheme, host, port; a path is ignored) for the tools of a registry at this origin. Empty: there
     * is none, and then the tool is not called at all.
     *
     * @param registry the registry
     * @param origin scheme, host and port of the tool's endpoint, without a path
     */
    Optional<URI> doorFor(ResourceName registry, URI origin);
}
