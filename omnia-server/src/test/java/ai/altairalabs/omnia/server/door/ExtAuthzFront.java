package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.Authenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.PolicySource;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The external authorizer, asked over gRPC by a caller that does with the answer what Envoy does. */
final class ExtAuthzFront implements Front {
    @Override
    public Opened open(DecisionSettings settings, Authenticator authenticator, PolicySource policies, AuditLog audit) {
        ExtAuthzDoor door = ExtAuthzDoor.start(
                Listening.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                settings,
                authenticator,
                policies,
                audit,
                new Metrics());
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(door.address()).usePlaintext().build();
        return new Opened() {
            @Override
            public Got send(Sent request) {
                CheckResponse response = check(channel, request(request));
                return response.hasOkResponse()
                        ? Got.passedOn(request, after(fields(request), response.getOkResponse()))
                        : denied(response.getDeniedResponse());
            }

            @Override
            public void close() {
                channel.shutdownNow();
                door.close();
            }
        };
    }

    static CheckResponse check(ManagedChannel channel, CheckRequest request) {
        return ClientCalls.blockingUnaryCall(
                channel, ExtAuthzDoor.CHECK, CallOptions.DEFAULT.withDeadlineAfter(120, TimeUnit.SECONDS), request);
    }

    /** As Envoy tells it with {@code encode_raw_headers} and {@code pack_as_bytes}. */
    private static CheckRequest request(Sent request) {
        HeaderMap.Builder headers = HeaderMap.newBuilder();
        fields(request).forEach(field -> headers.addHeaders(raw(field.getKey(), field.getValue())));
        if (request.body().length() > 0) {
            headers.addHeaders(raw("x-envoy-auth-partial-body", "false"));
        }
        return CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(AttributeContext.HttpRequest.newBuilder()
                                        .setMethod(request.method())
                                        .setPath(request.target())
                                        .setHeaderMap(headers)
                                        .setRawBody(ByteString.copyFrom(
                                                request.body().bytes())))))
                .build();
    }

    static HeaderValue raw(String name, String value) {
        return HeaderValue.newBuilder()
                .setKey(name)
                .setRawValue(ByteString.copyFrom(value, StandardCharsets.ISO_8859_1))
                .build();
    }

    /** The request's headers as Envoy holds them. */
    private static List<Map.Entry<String, String>> fields(Sent request) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        fields.add(Map.entry(":authority", "tool"));
        fields.add(Map.entry(":method", request.method()));
        fields.add(Map.entry(":path", request.target()));
        request.headers()
                .forEach(field -> fields.add(Map.entry(field.getKey().toLowerCase(Locale.ROOT), field.getValue())));
        boolean announced = request.body().length() > 0
                || !(request.method().equals("GET") || request.method().equals("HEAD"));
        if (announced && fields.stream().noneMatch(field -> field.getKey().equals("content-length"))) {
            fields.add(
                    Map.entry("content-length", Integer.toString(request.body().length())));
        }
        return fields;
    }

    /** What Envoy does to the headers: it overwrites, then removes. */
    private static List<Map.Entry<String, String>> after(
            List<Map.Entry<String, String>> fields, OkHttpResponse changes) {
        List<Map.Entry<String, String>> after = new ArrayList<>(fields);
        after.removeIf(field -> field.getKey().startsWith(":"));
        for (HeaderValueOption option : changes.getHeadersList()) {
            if (option.getAppendAction() != HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD) {
                throw new AssertionError(
                        "the answer adds to `" + option.getHeader().getKey() + "`");
            }
            after.removeIf(
                    field -> field.getKey().equalsIgnoreCase(option.getHeader().getKey()));
            after.add(Map.entry(option.getHeader().getKey(), option.getHeader().getValue()));
        }
        after.removeIf(field -> changes.getHeadersToRemoveList().contains(field.getKey()));
        return after;
    }

    private static Got denied(DeniedHttpResponse denied) {
        Map<String, String> fields = new LinkedHashMap<>();
        denied.getHeadersList()
                .forEach(option -> fields.put(
                        option.getHeader().getKey(), option.getHeader().getValue()));
        return Got.refused(denied.getStatus().getCodeValue(), fields, denied.getBody());
    }
}
