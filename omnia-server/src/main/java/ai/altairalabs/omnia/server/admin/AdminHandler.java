package ai.altairalabs.omnia.server.admin;

/** Answers requests of one method and path of the admin port. It may block: it has a thread of its own. */
@FunctionalInterface
public interface AdminHandler {
    /** The answer. What it throws becomes a 500 that says nothing. */
    AdminResponse handle(AdminRequest request) throws Exception;
}
