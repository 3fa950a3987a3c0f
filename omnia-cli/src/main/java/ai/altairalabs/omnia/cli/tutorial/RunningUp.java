package ai.altairalabs.omnia.cli.tutorial;

import ai.altairalabs.omnia.cli.CannotDo;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code omnia up} as a process of its own. */
final class RunningUp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ChildProcess process;
    private final URI admin;
    private final Http http;

    private RunningUp(ChildProcess process, URI admin, Http http) {
        this.process = process;
        this.admin = admin;
        this.http = http;
    }

    /** Starts it and waits until it has told where it listens. */
    static RunningUp start(OmniaCli cli, Path home, List<String> options, Http http)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(options);
        ChildProcess process = cli.start("up", arguments);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.alive()) {
            Optional<UpState> state = UpState.running(new OmniaHome(home));
            if (state.isPresent()) {
                return new RunningUp(process, state.get().admin(), http);
            }
            Thread.sleep(20);
        }
        process.close();
        throw new CannotDo("`omnia up` did not start:\n" + process.errors());
    }

    long pid() {
        return process.pid();
    }

    URI admin() {
        return admin;
    }

    /** What it printed at its start. */
    String summary() throws IOException {
        return process.errors();
    }

    /** The address of the facade of this type. */
    URI facade(String type) throws IOException, InterruptedException {
        return address("facades", "type", type);
    }

    /** The address of the door in front of a registry. */
    URI door(String registry) throws IOException, InterruptedException {
        return address("doors", "registry", registry);
    }

    private URI address(String list, String key, String value) throws IOException, InterruptedException {
        Map<String, @Nullable Object> status = http.get(admin.resolve("/v1/status"));
        if (status.get(list) instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map && value.equals(map.get(key))) {
                    return URI.create(String.valueOf(map.get("url")));
                }
            }
        }
        throw new CannotDo("`omnia up` serves no " + value + " among its " + list);
    }

    @Override
    public void close() {
        process.close();
    }
}
