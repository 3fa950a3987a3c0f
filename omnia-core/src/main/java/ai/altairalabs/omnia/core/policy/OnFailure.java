package ai.altairalabs.omnia.core.policy;

/** What happens when a policy's expression cannot be evaluated. */
public enum OnFailure {
    /** The call is refused. */
    DENY,
    /** The failure is recorded, and the next rule is looked at. */
    ALLOW
}
