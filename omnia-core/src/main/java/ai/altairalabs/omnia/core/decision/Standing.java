package ai.altairalabs.omnia.core.decision;

/** What of a resource is in force. */
public enum Standing {
    /** What its manifest says. */
    AS_WRITTEN,
    /** The last good version: its manifest has faults now. */
    LAST_GOOD,
    /** Nothing, since no version was ever good: the calls that it was to guard are refused. */
    CLOSED,
    /** Nothing, since no version was ever good: the calls that it was to guard go through, and that is recorded. */
    WATCHED,
    /** Nothing, and it guards no calls; or there is no such resource. */
    ABSENT
}
