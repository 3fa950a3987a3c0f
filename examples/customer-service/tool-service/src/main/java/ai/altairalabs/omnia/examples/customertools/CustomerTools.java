package ai.altairalabs.omnia.examples.customertools;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Starts the service: {@code CustomerTools --port N --db FILE [--log FILE]}. */
public final class CustomerTools {
    private static final String USAGE = "usage: customer-tools --port N --db FILE [--log FILE]";

    private CustomerTools() {}

    /**
     * Runs until it is told to stop. Prints {@code listening on 127.0.0.1:PORT} when it answers; exits with 2 when the
     * options are wrong and with 1 when it cannot start.
     */
    public static void main(String[] args) {
        // Headers and body leave in two writes; without this each answer waits for the peer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        try {
            PrintStream log = options.log() == null ? System.out : appendingTo(options.log());
            CustomerToolsServer server = CustomerToolsServer.start(options.port(), options.database(), log);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server)));
            System.out.println("listening on 127.0.0.1:" + server.address().getPort());
            System.out.flush();
        } catch (IOException | SQLException e) {
            System.err.println("cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static PrintStream appendingTo(Path file) throws IOException {
        return new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
    }

    private static void stop(CustomerToolsServer server) {
        try {
            server.close();
        } catch (SQLException e) {
            System.err.println("cannot close the database: " + e.getMessage());
        }
    }

    /** The command line; no log means standard output. */
    record Options(int port, Path database, @Nullable Path log) {
        static Options parse(String[] args) {
            int port = 8080;
            Path database = null;
            Path log = null;
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException("`" + args[i] + "` needs a value");
                }
                String value = args[i + 1];
                switch (args[i]) {
                    case "--port" -> port = port(value);
                    case "--db" -> database = Path.of(value);
                    case "--log" -> log = Path.of(value);
                    default -> throw new IllegalArgumentException("unknown option `" + args[i] + "`");
                }
            }
            if (database == null) {
                throw new IllegalArgumentException("`--db` is missing");
            }
            return new Options(port, database, log);
        }

        private static int port(String text) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
                throw new IllegalArgumentException("`--port` must be a number from 0 to 65535, not `" + text + "`");
            }
            return Integer.parseInt(text);
        }
    }
}
