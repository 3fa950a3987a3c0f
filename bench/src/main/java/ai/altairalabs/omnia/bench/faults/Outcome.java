package ai.altairalabs.omnia.bench.faults;

/** What became of a call, as its client saw it. */
enum Outcome {
    /** Sent, and no answer or only a part of one. */
    LOST,
    /** The tool's own answer to this very call. */
    ANSWERED,
    /** Refused by the policy that had to refuse it. */
    REFUSED,
    /** The door said that the tool does not answer: 502 or 504; or the client was too late for a door that ends. */
    UNAVAILABLE,
    /** Any other answer: something went wrong that nobody was told of. */
    MISMATCHED
}
