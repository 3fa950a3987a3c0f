package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.identity.HeadersAuthenticator;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only an authorizer meets: a request that Envoy tells of, well or badly. */
class ExtAuthzTest {
    private static final String FINE = "{\"amount\":7,\"reason\":\"late\"}";

    private final GivenPolicies policies =
            new GivenPolicies(TestPolicies.compile(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS));
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final Metrics metrics = new Metrics();
    private AuditLog audit;
    private ExtAuthzDoor door;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        audit = Patient.log(records);
        open(policies);
    }

    private void open(GivenPolicies policies) {
        door = ExtAuthzDoor.start(
                Listening.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                DecisionSettings.of("production"),
                new HeadersAuthenticator("production", "support-agent"),
                policies,
                audit,
                metrics);
        channel = NettyChannelBuilder.forAddress(door.address()).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        door.close();
        audit.close();
        metrics.close();
    }

    private static HttpRequest.Builder refund(String... headers) {
        HeaderMap.Builder map = HeaderMap.newBuilder()
                .addHeaders(ExtAuthzFront.raw(":authority", "tool"))
                .addHeaders(ExtAuthzFront.raw("content-type", "application/json"))
                .addHeaders(ExtAuthzFront.raw("x-omnia-claim-team", "support"));
        for (int i = 0; i < headers.length; i += 2) {
            map.addHeaders(ExtAuthzFront.raw(headers[i], headers[i + 1]));
        }
        return HttpRequest.newBuilder().setMethod("POST").setPath("/v1/refund").setHeaderMap(map);
    }

    private static HttpRequest.Builder joined(Map<String, String> headers) {
        return HttpRequest.newBuilder()
                .setMethod("POST")
                .setPath("/v1/refund")
                .putHeaders(":authority", "tool")
                .putHeaders("content-type", "application/json")
                .putAllHeaders(headers)
                .setRawBody(ByteString.copyFromUtf8(FINE));
    }

    private CheckResponse check(HttpRequest.Builder request) {
        return ExtAuthzFront.check(
                channel,
                CheckRequest.newBuilder()
                        .setAttributes(AttributeContext.newBuilder()
                                .setRequest(
                                        AttributeContext.Request.newBuilder().setHttp(request)))
                        .build());
    }

    private CheckResponse checkBody(String body, String... headers) {
        return check(refund(headers).setRawBody(ByteString.copyFromUtf8(body)));
    }

    private static void assertDenied(CheckResponse response, int status, String text) {
        assertThat(response.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(status);
        assertThat(response.getDeniedResponse().getBody()).contains(text);
        assertThat(response.getStatus().getCode()).isNotZero();
    }

    @Test
    void whatEnvoyMustDoToTheHeadersComesBack() {
        CheckResponse response = checkBody(
                FINE,
                "authorization",
                "Bearer secret",
                "x-omnia-user-email",
                "a@example.com",
                "x-omnia-context",
                "abc",
                "x-omnia-param-colour",
                "red",
                "x-omnia-anything",
                "1",
                "x_processed_by",
                "me");

        assertThat(response.getStatus().getCode()).isZero();
        assertThat(response.getOkResponse().getHeadersList())
                .extracting(option ->
                        option.getHeader().getKey() + "=" + option.getHeader().getValue())
                .contains(
                        "x-omnia-claim-team=support",
                        "x-omnia-agent-name=support-agent",
                        "x-omnia-namespace=production",
                        "x-omnia-tool-name=process_refund",
                        "x-omnia-tool-registry=customer-tools",
                        "x-processed-by=support");
        assertThat(response.getOkResponse().getHeadersList())
                .extracting(HeaderValueOption::getAppendAction)
                .containsOnly(HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
        assertThat(response.getOkResponse().getHeadersToRemoveList())
                .contains("authorization", "x-omnia-context", "x-omnia-anything", "x_processed_by")
                .doesNotContain("x-omnia-claim-team", "x-processed-by", "content-type", "host", "content-length");
    }

    @Test
    void credentialsAreRemovedAlsoWhenTheyWereNotTold() {
        assertThat(checkBody(FINE).getOkResponse().getHeadersToRemoveList())
                .contains("authorization", "x-omnia-context");
    }

    @Test
    void aBodyThatEnvoyCutIsNoSmallerBody() {
        assertDenied(checkBody(FINE, "x-envoy-auth-partial-body", "true"), 403, "policy evaluation failed");
        assertDenied(
                checkBody(FINE, "x-envoy-auth-partial-body", "false", "x-envoy-auth-partial-body", "true"),
                403,
                "policy evaluation failed");
        assertDenied(checkBody(FINE, "content-length", "1000"), 403, "policy evaluation failed");
        assertDenied(checkBody(FINE, "content-length", "1048577"), 413, "payload_too_large");
        assertThat(checkBody(FINE, "x-envoy-auth-partial-body", "false").hasOkResponse())
                .isTrue();
    }

    @Test
    void aBodyThatEnvoyKeepsBackIsAskedForLoudly() {
        assertDenied(check(refund("content-length", "30")), 500, "with_request_body");
        assertThat(metrics.scrape()).contains("omnia_requests_failed_total{reason=\"misconfigured\"} 1.0");
    }

    @Test
    void whereThereMayBeABodyItIsNotAbsent() {
        assertDenied(check(refund()), 403, "policy evaluation failed");
        assertDenied(check(refund("x-envoy-auth-partial-body", "false")), 403, "policy evaluation failed");
    }

    @Test
    void aBodyAsTextIsReadWhereItIsTheBody() {
        assertThat(check(refund().setBody(FINE)).hasOkResponse()).isTrue();
        assertDenied(check(refund().setBody("{\"amount\":7,\"reason\":\"late!\"}")), 403, "policy evaluation failed");
    }

    @Test
    void aBodyThatNoPolicyReadsNeedNotBeSent() {
        assertThat(check(refund("content-length", "30").setPath("/v1/upload")).hasOkResponse())
                .isTrue();
    }

    @Test
    void aHeaderThatStandsThereTwiceIsRefused() {
        assertDenied(checkBody(FINE, "x-omnia-claim-team", "billing"), 400, "stands there twice");
        assertDenied(checkBody(FINE, "x_omnia_claim_team", "billing"), 400, "malformed_request");
        assertDenied(checkBody(FINE, "content-length", "29", "content-length", "29"), 400, "stands there twice");
    }

    @Test
    void ofJoinedHeadersThoseThatMayHaveBeenTwoAreRefused() {
        assertThat(check(joined(Map.of("x-omnia-claim-team", "support"))).hasOkResponse())
                .isTrue();
        assertDenied(check(joined(Map.of("x-omnia-claim-team", "support,billing"))), 400, "encode_raw_headers: true");
        assertDenied(
                check(joined(Map.of("x-omnia-claim-team", "support", "content-type", "application/json,a/x+json"))),
                403,
                "policy evaluation failed");
    }

    @Test
    void nothingThatIsToldBecomesAnotherPartOfTheRequest() {
        assertDenied(checkBody(FINE, "x-a", "1\r\nx-omnia-user-id: root"), 400, "malformed_request");
        assertDenied(checkBody(FINE, "x-a: 1\r\nx-omnia-user-id", "root"), 400, "malformed_request");
        assertDenied(check(refund().setPath("/v1/refund HTTP/1.1\r\nx-omnia-user-id: root")), 400, "malformed_request");
        assertDenied(check(refund().setMethod("POST /v1/orders")), 400, "malformed_request");
        assertDenied(check(refund().setPath("/v1/r\u0165fund")), 400, "malformed_request");
    }

    @Test
    void upgradesAreRefused() {
        assertDenied(checkBody(FINE, ":protocol", "websocket"), 400, "upgrades");
        assertDenied(checkBody(FINE, "connection", "upgrade", "upgrade", "websocket"), 400, "upgrades");
    }

    @Test
    void whatIsNoHttpRequestIsRefused() {
        assertDenied(ExtAuthzFront.check(channel, CheckRequest.getDefaultInstance()), 500, "HTTP filter");
        audit.close();
        assertThat(records.toString(StandardCharsets.UTF_8))
                .contains("\"msg\":\"request_refused\"", "HTTP filter", "\"status\":500,\"reason\":\"misconfigured\"");
    }

    @Test
    void aRefusalsIdIsThatOfItsRecord() {
        CheckResponse response = checkBody("{\"amount\":750,\"reason\":\"broken\"}");

        assertThat(response.getDeniedResponse().getBody())
                .isEqualTo("{\"error\":\"policy_denied\",\"rule\":\"max-refund-amount\","
                        + "\"message\":\"Refund amount exceeds the $500 limit\"}");
        String id = response.getDeniedResponse().getHeadersList().stream()
                .filter(option -> option.getHeader().getKey().equals("X-Omnia-Decision-Id"))
                .map(option -> option.getHeader().getValue())
                .findFirst()
                .orElseThrow();
        assertThat(records.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("\"rule\":\"max-refund-amount\"", "\"decisionId\":\"" + id + "\"");
    }

    @Test
    void beforeTheFirstLoadNothingPasses() {
        stop();
        audit = Patient.log(records);
        open(GivenPolicies.none());

        assertDenied(checkBody(FINE), 503, "not_ready");
    }
}
