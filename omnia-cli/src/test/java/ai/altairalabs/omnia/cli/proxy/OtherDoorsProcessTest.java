package ai.altairalabs.omnia.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.cli.CliProcess;
import ai.altairalabs.omnia.cli.CustomerService;
import ai.altairalabs.omnia.realparts.MeshCertificates;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnia ext-authz} and {@code omnia decision-point} as processes. */
class OtherDoorsProcessTest {
    private static final String TOO_MUCH = "{\"amount\":750,\"reason\":\"broken\"}";

    @TempDir
    private Path directory;

    @BeforeEach
    void policies() throws IOException {
        CustomerService.copyPolicies(directory);
    }

    private CliProcess door(String command, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("--policies", "policies", "--identity", "headers"));
        options.addAll(List.of(more));
        CliProcess door = CliProcess.startDoor(directory, command, options.toArray(String[]::new));
        door.port();
        return door;
    }

    @Test
    void anAuthorizerAnswersEnvoyAndEndsWhenItIsAsked() throws Exception {
        try (CliProcess door = door("ext-authz")) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", door.port()))
                    .usePlaintext()
                    .build();
            try {
                CheckResponse response = ClientCalls.blockingUnaryCall(
                        channel, CHECK, CallOptions.DEFAULT.withDeadlineAfter(120, TimeUnit.SECONDS), refund());

                assertThat(response.getDeniedResponse().getStatus().getCodeValue())
                        .isEqualTo(403);
                assertThat(response.getDeniedResponse().getBody()).contains("max-refund-amount");
            } finally {
                channel.shutdownNow();
            }
            door.until(() -> contains(door, "max-refund-amount"));
            assertThat(door.terminate().code()).isZero();
        }
    }

    @Test
    void aDecisionPointAnswersARuntimeAndEndsWhenItIsAsked() throws Exception {
        try (CliProcess door = door("decision-point");
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(CustomerService.question("http", door, TOO_MUCH), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"decision\":\"deny\"", "\"rule\":\"max-refund-amount\"");
            door.until(() -> contains(door, "max-refund-amount"));
            assertThat(door.terminate().code()).isZero();
        }
    }

    /** Writes a new certificate of a new authority for the door. */
    private MeshCertificates certificate() throws IOException {
        MeshCertificates authority = MeshCertificates.of("cluster.local");
        MeshCertificates.Pem pem = authority.serverAt("127.0.0.1");
        Files.writeString(directory.resolve("tls.key"), pem.key());
        Files.writeString(directory.resolve("tls.crt"), pem.certificate());
        return authority;
    }

    private static boolean answers(CliProcess door, MeshCertificates trusted) {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(trusted.client("production", "support-agent"))
                .build()) {
            return http.send(CustomerService.question("https", door, TOO_MUCH), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"decision\":\"deny\"");
        } catch (IOException _) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDecisionPointSpeaksTlsAndShowsARenewedCertificateWithoutARestart() throws Exception {
        MeshCertificates first = certificate();
        try (CliProcess door = door("decision-point", "--tls-cert", "tls.crt", "--tls-key", "tls.key");
                HttpClient plain = HttpClient.newHttpClient()) {
            assertThat(answers(door, first)).isTrue();
            assertThatThrownBy(() -> plain.send(
                            CustomerService.question("http", door, TOO_MUCH), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);

            Files.writeString(directory.resolve("tls.crt"), "no certificate");
            door.awaitSaid("(are no certificate and private key: .*; the ones before stay in use)");
            assertThat(answers(door, first)).isTrue();

            MeshCertificates second = certificate();
            door.until(() -> answers(door, second));
            assertThat(answers(door, first)).isFalse();
        }
    }

    @Test
    void anAuthorizerSpeaksTls() throws Exception {
        MeshCertificates authority = certificate();
        try (CliProcess door = door("ext-authz", "--tls-cert", "tls.crt", "--tls-key", "tls.key")) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", door.port()))
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(new ByteArrayInputStream(
                                    authority.authorityPem().getBytes(StandardCharsets.US_ASCII)))
                            .build())
                    .build();
            try {
                CheckResponse response = ClientCalls.blockingUnaryCall(
                        channel, CHECK, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), refund());
                assertThat(response.getDeniedResponse().getBody()).contains("max-refund-amount");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void aKeyWithoutItsCertificateIsRefused() throws Exception {
        certificate();
        for (String[] options : new String[][] {{"--tls-key", "tls.key"}, {"--tls-cert", "tls.crt"}}) {
            CliProcess.Result result = CliProcess.run(
                    directory, "ext-authz", "--policies", "policies", "--identity", "headers", options[0], options[1]);
            assertThat(result.code()).isNotZero();
            assertThat(result.err()).contains("`--tls-cert` and `--tls-key` belong together: give both");
        }
        CliProcess.Result result = CliProcess.run(
                directory,
                "decision-point",
                "--policies",
                "policies",
                "--identity",
                "headers",
                "--tls-cert",
                "tls.key",
                "--tls-key",
                "tls.crt");
        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("`tls.key` and `tls.crt` are no certificate and private key");
    }

    private static boolean contains(CliProcess door, String text) {
        try {
            return door.out().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckRequest refund() {
        return CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(AttributeContext.HttpRequest.newBuilder()
                                        .setMethod("POST")
                                        .setPath("/v1/refund")
                                        .putHeaders("content-type", "application/json")
                                        .putHeaders("x-omnia-agent-name", "support-agent")
                                        .putHeaders("x-omnia-claim-team", "support")
                                        .putHeaders("x-omnia-claim-customer-id", "C-42")
                                        .setBody(TOO_MUCH))))
                .build();
    }

    private static final MethodDescriptor<CheckRequest, CheckResponse> CHECK =
            MethodDescriptor.<CheckRequest, CheckResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("envoy.service.auth.v3.Authorization/Check")
                    .setRequestMarshaller(new Octets<>(CheckRequest.parser()))
                    .setResponseMarshaller(new Octets<>(CheckResponse.parser()))
                    .build();

    private record Octets<T extends Message>(Parser<T> parser) implements MethodDescriptor.Marshaller<T> {
        @Override
        public InputStream stream(T message) {
            return message.toByteString().newInput();
        }

        @Override
        public T parse(InputStream in) {
            try {
                return parser.parseFrom(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
