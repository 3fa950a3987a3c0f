package ai.altairalabs.omnia.cli.mesh;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;

/** An issuer of tokens on loopback, with a discovery document and its keys. */
final class LoopbackIssuer implements AutoCloseable {
    private final HttpServer server;
    private final RSAKey key;

    LoopbackIssuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("first").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(name(), name()));
        serve("/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
    }

    private void serve(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token of this issuer, valid for ten minutes. */
    String token(String audience, Map<String, Object> claims) throws JOSEException {
        return token(key, audience, claims);
    }

    /** A token that somebody else signed in this issuer's name. */
    String forged(String audience, Map<String, Object> claims) throws JOSEException {
        return token(new RSAKeyGenerator(2048).keyID("first").generate(), audience, claims);
    }

    private String token(RSAKey signer, String audience, Map<String, Object> claims) throws JOSEException {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(name())
                .audience(audience)
                .subject("ada")
                .expirationTime(new Date(System.currentTimeMillis() + 600_000));
        claims.forEach(set::claim);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .build(),
                set.build());
        token.sign(new RSASSASigner(signer));
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
