package ai.altairalabs.omnia.testkit;

/** Puts a vector's call before an enforcement point: the core itself, or a door over HTTP. */
@FunctionalInterface
public interface VectorRunner {
    /**
     * What became of the call.
     *
     * @throws IllegalArgumentException when the vector's manifests have faults and the vector does not say so, or the
     *     other way round; the message is for people
     */
    Outcome run(Vector vector);
}
