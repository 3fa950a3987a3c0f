package ai.altairalabs.omnia.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An {@code omnia proxy} that runs. */
record Door(Child child, InetSocketAddress address, InetSocketAddress admin) implements AutoCloseable {
    /** A counter's value: the sum over all its labels. */
    double metric(String name) {
        try (Client client = new Client(admin)) {
            String metrics = client.ask(
                            "GET /metrics HTTP/1.1\r\nHost: door\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                    .body();
            Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? ([0-9.eE+]+)$")
                    .matcher(metrics);
            double sum = 0;
            while (line.find()) {
                sum += Double.parseDouble(line.group(1));
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
