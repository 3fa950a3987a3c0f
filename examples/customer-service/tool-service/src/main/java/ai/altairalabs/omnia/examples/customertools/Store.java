package ai.altairalabs.omnia.examples.customertools;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, orders and refunds in an SQLite file. A new file starts with the same rows every time; a file that is there
 * already is used as it is. One connection, used by one thread at a time.
 */
final class Store implements AutoCloseable {
    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS accounts (
              id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS orders (
              id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, item TEXT NOT NULL,
              total_cents INTEGER NOT NULL, status TEXT NOT NULL, placed_on TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS refunds (
              id INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL REFERENCES orders (id),
              amount_cents INTEGER NOT NULL, reason TEXT, processed_by TEXT);
            """;
    private static final String ROWS = """
            INSERT INTO accounts VALUES
              ('C-42', 'Ada Moreau', 'ada@example.com'),
              ('C-43', 'Bilal Okoye', 'bilal@example.com'),
              ('C-44', 'Chiara Lund', 'chiara@example.com');
            INSERT INTO orders VALUES
              ('O-1001', 'C-42', 'office coffee machine', 960000, 'delivered', '2026-10-02'),
              ('O-1002', 'C-42', 'box of filters', 1850, 'shipped', '2026-11-03'),
              ('O-1003', 'C-43', 'standing desk', 74900, 'delivered', '2026-09-21'),
              ('O-1004', 'C-44', 'desk lamp', 6400, 'processing', '2026-11-12');
            """;

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private Store(Connection connection) {
        this.connection = connection;
    }

    /** Opens the file, and makes and fills it when it is new. */
    static Store open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA foreign_keys = ON");
            connection.setAutoCommit(false);
            statement.executeUpdate(TABLES);
            if (isEmpty(statement)) {
                statement.executeUpdate(ROWS);
                statement.execute("PRAGMA user_version = 1");
            }
            connection.commit();
            connection.setAutoCommit(true);
            return new Store(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.getInt(1) == 0;
        }
    }

    /** The order with this number. */
    Optional<Order> order(String id) throws SQLException {
        lock.lock();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, customer_id, item, total_cents, status, placed_on FROM orders WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Order(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getString(5),
                                row.getString(6)))
                        : Optional.empty();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Pays back a part of an order: refunds of one order never exceed its total.
     *
     * @param processedBy who did it, when the request says so
     */
    RefundResult refund(String orderId, long cents, @Nullable String reason, @Nullable String processedBy)
            throws SQLException {
        lock.lock();
        try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO refunds (order_id, amount_cents, reason, processed_by)
                        SELECT id, ?, ?, ? FROM orders WHERE id = ? AND ? <= total_cents -
                          (SELECT coalesce(sum(amount_cents), 0) FROM refunds WHERE order_id = orders.id)
                        RETURNING id""")) {
            insert.setLong(1, cents);
            insert.setString(2, reason);
            insert.setString(3, processedBy);
            insert.setString(4, orderId);
            insert.setLong(5, cents);
            try (ResultSet made = insert.executeQuery()) {
                if (made.next()) {
                    return new RefundResult.Made(made.getLong(1));
                }
            }
            return order(orderId).isPresent() ? new RefundResult.TooMuch() : new RefundResult.NoSuchOrder();
        } finally {
            lock.unlock();
        }
    }

    /** Deletes an account; false when there is none. Its orders stay: they are the books. */
    boolean deleteAccount(String customerId) throws SQLException {
        lock.lock();
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM accounts WHERE id = ?")) {
            delete.setString(1, customerId);
            return delete.executeUpdate() == 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            connection.close();
        } finally {
            lock.unlock();
        }
    }

    /** An order; the total is in cents. */
    record Order(String id, String customerId, String item, long totalCents, String status, String placedOn) {}

    /** What became of a refund. */
    sealed interface RefundResult {
        /** It is paid, under this number. */
        record Made(long id) implements RefundResult {}

        /** There is no such order. */
        record NoSuchOrder() implements RefundResult {}

        /** More than what is left of the order's total. */
        record TooMuch() implements RefundResult {}
    }
}
