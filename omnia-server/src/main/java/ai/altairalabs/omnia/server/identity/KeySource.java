package ai.altairalabs.omnia.server.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the text of a key set comes from. Reading blocks, for {@link #TIMEOUT} at most. */
sealed interface KeySource {
    /** How long one reading may take. */
    Duration TIMEOUT = Duration.ofSeconds(5);

    /** How long a key set or a discovery document may be, in bytes. */
    int MAX_BYTES = 1 << 20;

    /** The JWKS. @throws IOException with a message for people */
    String read(HttpClient client) throws IOException, InterruptedException;

    /** For people. */
    String name();

    /** A file. */
    record File(Path path) implements KeySource {
        public File {
            Objects.requireNonNull(path);
        }

        @Override
        public String read(HttpClient client) throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException("it is larger than 1 MiB");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            } catch (NoSuchFileException _) {
                throw new IOException("there is no such file");
            }
        }

        @Override
        public String name() {
            return path.toString();
        }
    }

    /** A URL. */
    record Url(URI url) implements KeySource {
        public Url {
            requireHttp(url);
        }

        @Override
        public String read(HttpClient client) throws IOException, InterruptedException {
            return get(client, url);
        }

        @Override
        public String name() {
            return url.toString();
        }
    }

    /** An issuer, whose discovery document says where its keys are (OpenID Connect Discovery 1.0, section 4). */
    record Issuer(URI issuer) implements KeySource {
        public Issuer {
            requireHttp(issuer);
        }

        @Override
        public String read(HttpClient client) throws IOException, InterruptedException {
            String base = issuer.toString();
            String slashless = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
            Map<String, Object> document;
            try {
                document =
                        JSONObjectUtils.parse(get(client, URI.create(slashless + "/.well-known/openid-configuration")));
            } catch (ParseException _) {
                throw new IOException("its discovery document is not JSON");
            }
            if (!base.equals(document.get("issuer"))) {
                throw new IOException("its discovery document names another issuer");
            }
            return get(client, keysUrl(document.get("jwks_uri")));
        }

        private URI keysUrl(@org.jspecify.annotations.Nullable Object said) throws IOException {
            try {
                URI url = URI.create(String.valueOf(said));
                requireHttp(url);
                if ("https".equalsIgnoreCase(issuer.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
                    throw new IOException("its keys are not behind https");
                }
                return url;
            } catch (IllegalArgumentException _) {
                throw new IOException("its discovery document does not say where the keys are");
            }
        }

        @Override
        public String name() {
            return issuer.toString();
        }
    }

    private static void requireHttp(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("`" + url + "` is not an http or https URL");
        }
        if (url.getRawUserInfo() != null) {
            // It would stand in logs, and nobody sends it.
            throw new IllegalArgumentException(
                    "the URL of the keys or the issuer holds a user name: remove what stands before the `@`");
        }
    }

    private static String get(HttpClient client, URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("`" + url + "` answered " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException _) {
            throw new IOException("`" + url + "` did not answer in time");
        } catch (ExecutionException _) {
            throw new IOException("`" + url + "` could not be fetched");
        } finally {
            answer.cancel(true);
        }
    }
}
