package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.CannotDo;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The tool service's SQLite file, read from outside: what really happened. The driver comes from the example. */
record Database(Path file) {
    private static final String DRIVER = "org.sqlite.JDBC";

    /** The ids of the accounts. */
    List<String> accounts() throws IOException {
        return texts("SELECT id FROM accounts ORDER BY id");
    }

    /** Each refund as {@code ORDER AMOUNT REASON BY}, in order; {@code -} where there is none. */
    List<String> refunds() throws IOException {
        return texts("SELECT order_id || ' ' || (amount_cents / 100) || ' ' || coalesce(reason, '-') || ' '"
                + " || coalesce(processed_by, '-') FROM refunds ORDER BY id");
    }

    private List<String> texts(String query) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(urls(), Database.class.getClassLoader())) {
            Driver driver = Class.forName(DRIVER, true, loader)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
            try (Connection connection = driver.connect("jdbc:sqlite:" + file, new Properties());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        } catch (ReflectiveOperationException | SQLException e) {
            throw new CannotDo("the tool service's database cannot be read: " + e.getMessage());
        }
    }

    private static URL[] urls() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : ToolService.classPath().split(java.io.File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
