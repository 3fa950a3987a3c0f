package ai.altairalabs.omnia.operator.certificates;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Where the certificates are kept, and for whom.
 *
 * @param namespace of the Secret
 * @param secret its name
 * @param names what the API server calls the webhook: DNS names and IP addresses
 * @param lifetime of a certificate; it is renewed when a third of it is left
 * @param configurations label of the webhook configurations that are to trust it: {@code KEY=VALUE}
 */
public record CertificateSettings(
        String namespace, String secret, List<String> names, Duration lifetime, String configurations) {
    /** The default of {@code secret}. */
    public static final String DEFAULT_SECRET = "omnia-webhook-certificates";

    /** The default of {@code lifetime}: 90 days. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);

    /** The default of {@code configurations}. */
    public static final String DEFAULT_CONFIGURATIONS = "app.kubernetes.io/name=omnia";

    public CertificateSettings {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(secret);
        names = List.copyOf(names);
        Objects.requireNonNull(lifetime);
        Objects.requireNonNull(configurations);
    }

    /** With the defaults, for a Service of this name. */
    public static CertificateSettings ofService(String namespace, String service) {
        return new CertificateSettings(
                namespace,
                DEFAULT_SECRET,
                List.of(service + "." + namespace + ".svc", service + "." + namespace + ".svc.cluster.local"),
                DEFAULT_LIFETIME,
                DEFAULT_CONFIGURATIONS);
    }
}
