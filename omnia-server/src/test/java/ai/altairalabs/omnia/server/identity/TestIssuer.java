package ai.altairalabs.omnia.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An issuer of real tokens behind a real socket; it can be slow, down, wrong, and change its keys. */
final class TestIssuer implements AutoCloseable {
    static final RSAKey RSA = rsa("rsa-1");
    static final ECKey P256 = ec(Curve.P_256, "ec-1");

    final AtomicInteger fetches = new AtomicInteger();
    volatile List<JWK> keys = List.of(RSA);
    volatile String discoveredIssuer = "";
    volatile String body = "";
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean down;
    private final HttpServer server = start();

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI jwksUrl() {
        return url().resolve("/keys");
    }

    /** From now on it closes connections without an answer. The port stays its own. */
    void down() {
        down = true;
    }

    void up() {
        down = false;
    }

    /** From now on it keeps answers back. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(Curve curve, String kid) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String jwks(List<? extends JWK> keys) {
        return "{\"keys\":["
                + keys.stream().map(key -> key.toPublicJWK().toJSONString()).collect(Collectors.joining(",")) + "]}";
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }

    private HttpServer start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/keys", exchange -> {
                fetches.incrementAndGet();
                awaitRelease();
                answer(exchange, body.isEmpty() ? jwks(keys) : body);
            });
            started.createContext(
                    "/.well-known/openid-configuration",
                    exchange -> answer(
                            exchange,
                            "{\"issuer\":\"" + (discoveredIssuer.isEmpty() ? url() : discoveredIssuer)
                                    + "\",\"jwks_uri\":\"" + jwksUrl() + "\"}"));
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitRelease() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            if (down) {
                return;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
