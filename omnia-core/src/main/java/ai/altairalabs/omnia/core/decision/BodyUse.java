package ai.altairalabs.omnia.core.decision;

/** What a tool's policies want of a request's body (semantics, sections 5 and 7). In order: the later asks for more. */
public enum BodyUse {
    /** Nobody reads it. */
    UNREAD,

    /** Only policies in audit mode read it: a body that cannot be read is their finding, and refuses no call. */
    AUDITED,

    /** A policy that is enforced reads it: a call whose body cannot be read whole is refused. */
    ENFORCED
}
