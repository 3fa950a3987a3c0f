package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.http.FirstLine;
import ai.altairalabs.omnia.server.http.MalformedMessage;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Envoy's external authorizer: the gRPC method {@code envoy.service.auth.v3.Authorization/Check}. Envoy holds the request,
 * and passes it on or answers as it is told.
 */
public final class ExtAuthzDoor implements Door {
    /** What Envoy calls. */
    static final MethodDescriptor<CheckRequest, CheckResponse> CHECK =
            MethodDescriptor.<CheckRequest, CheckResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("envoy.service.auth.v3.Authorization/Check")
                    .setRequestMarshaller(new Marshaller<>(CheckRequest.parser()))
                    .setResponseMarshaller(new Marshaller<>(CheckResponse.parser()))
                    .build();

    /** Envoy sends bodies that no policy reads, too. */
    private static final int MIN_MESSAGE = 16 << 20;

    private static final int BESIDE_THE_BODY = 1 << 20;
    private static final long PING_SECONDS = 5;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Listening listen;
    private final DecisionParts parts;
    private final MultiThreadIoEventLoopGroup eventLoops;
    private final Server server;

    private ExtAuthzDoor(Listening listen, DecisionParts parts) throws IOException {
        this.listen = listen;
        this.parts = parts;
        eventLoops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("omnia-ext-authz"),
                Transport.ioHandlers());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(listen.address());
        ServerTls tls = listen.tls();
        if (tls != null) {
            builder.sslContext(tls.grpc());
        }
        server = builder.bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops)
                .channelType(Transport.serverChannel())
                // A decision never blocks, so it is made where the request is read.
                .directExecutor()
                .maxInboundMessageSize(Math.max(MIN_MESSAGE, parts.settings().maxBodyBytes() + BESIDE_THE_BODY))
                .permitKeepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(ServerServiceDefinition.builder("envoy.service.auth.v3.Authorization")
                        .addMethod(CHECK, ServerCalls.asyncUnaryCall(this::check))
                        .build())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
    }

    /**
     * Starts taking requests.
     *
     * @param listen where, and whether with TLS
     * @throws UncheckedIOException when the address is taken
     */
    public static ExtAuthzDoor start(
            Listening listen,
            DecisionSettings settings,
            Authenticator authenticator,
            PolicySource policies,
            AuditLog audit,
            Metrics metrics) {
        try {
            return new ExtAuthzDoor(listen, new DecisionParts(settings, authenticator, policies, audit, metrics));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on `" + listen.address() + "`: " + e.getMessage(), e);
        }
    }

    private void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
        var _ = advice(request).thenAccept(advice -> {
            observer.onNext(ExtAuthzAnswer.of(advice));
            observer.onCompleted();
        });
    }

    private CompletableFuture<Advice> advice(CheckRequest request) {
        HttpRequest told = request.getAttributes().getRequest().getHttp();
        if (!request.getAttributes().getRequest().hasHttp()) {
            return refusal(Answer.misconfigured("this authorizer is for HTTP requests: use Envoy's HTTP filter"), told);
        }
        try {
            return Consultation.on(ExtAuthzRequest.read(told, parts.settings().limits()), parts);
        } catch (MalformedMessage e) {
            return refusal(Answer.malformed(e.getMessage()), told);
        }
    }

    private CompletableFuture<Advice> refusal(Answer answer, HttpRequest told) {
        FirstLine line = FirstLine.told(told.getMethod(), told.getPath());
        return CompletableFuture.completedFuture(Consultation.refusal(answer, line, parts));
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    @Override
    public void drain(Duration patience) {
        server.shutdown();
        await(patience);
        close();
    }

    @Override
    public void close() {
        server.shutdownNow();
        await(CLOSING);
        listen.close();
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void await(Duration patience) {
        try {
            var _ = server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Messages as octets. */
    private record Marshaller<T extends Message>(Parser<T> parser) implements MethodDescriptor.Marshaller<T> {
        @Override
        public InputStream stream(T message) {
            return message.toByteString().newInput();
        }

        @Override
        public T parse(InputStream in) {
            try {
                return parser.parseFrom(in);
            } catch (IOException e) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("the message cannot be read")
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
