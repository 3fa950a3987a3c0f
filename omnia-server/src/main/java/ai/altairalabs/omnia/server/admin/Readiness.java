package ai.altairalabs.omnia.server.admin;

/** Something that must be there before a process may get requests. */
@FunctionalInterface
public interface Readiness {
    /** What is missing, in one line for an operator; empty when nothing is. Never blocks. */
    String missing();
}
