package ai.altairalabs.omnia.agent.facade;

import ai.altairalabs.omnia.core.policy.AgentRuntime.FacadeType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The facades of one agent: its sockets, from start to stop. */
public final class FacadeServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Turns turns = new Turns();
    private final List<Facade> facades = new ArrayList<>();
    private final Map<FacadeType, InetSocketAddress> addresses = new EnumMap<>(FacadeType.class);

    private FacadeServer() {}

    /**
     * Starts to listen. Types with the same address share a socket; types that are not served are passed over.
     *
     * @param listen where each type listens; port 0 takes a free one
     * @throws IOException an address cannot be had
     */
    public static FacadeServer start(Agent agent, Map<FacadeType, InetSocketAddress> listen, FacadeLimits limits)
            throws IOException {
        FacadeServer server = new FacadeServer();
        try {
            for (Map.Entry<InetSocketAddress, Set<FacadeType>> socket :
                    sockets(listen).entrySet()) {
                server.open(agent, socket.getKey(), socket.getValue(), limits);
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static Map<InetSocketAddress, Set<FacadeType>> sockets(Map<FacadeType, InetSocketAddress> listen) {
        Map<InetSocketAddress, Set<FacadeType>> sockets = new LinkedHashMap<>();
        for (FacadeType type : List.of(FacadeType.WEBSOCKET, FacadeType.REST)) {
            InetSocketAddress address = listen.get(type);
            if (address != null) {
                sockets.computeIfAbsent(address, _ -> EnumSet.noneOf(FacadeType.class))
                        .add(type);
            }
        }
        return sockets;
    }

    private void open(Agent agent, InetSocketAddress address, Set<FacadeType> types, FacadeLimits limits)
            throws IOException {
        Facade facade = new Facade(vertx, agent, types, limits, turns);
        try {
            InetSocketAddress bound = wait(facade.listen(address));
            types.forEach(type -> addresses.put(type, bound));
            facades.add(facade);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort(), e);
        }
    }

    /** Where each served type listens. */
    public Map<FacadeType, InetSocketAddress> addresses() {
        return Map.copyOf(addresses);
    }

    /** Takes nothing new, lets running turns end within this time, then says goodbye to open conversations. */
    public void drain(Duration patience) {
        turns.drain(patience);
        facades.forEach(Facade::sayGoodbye);
    }

    /** Cuts off what is still running and frees the sockets. */
    @Override
    public void close() {
        turns.close();
        try {
            for (Facade facade : facades) {
                wait(facade.close());
            }
            wait(vertx.close());
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the facade could not be stopped", e);
        }
    }

    private static <T> T wait(Future<T> future) throws IOException, ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
