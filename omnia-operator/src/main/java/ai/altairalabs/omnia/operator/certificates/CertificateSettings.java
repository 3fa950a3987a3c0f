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
 * @param configuration name of the webhook configurations, validating and mutating, that are to trust it
 */
public record CertificateSettings(
        String namespace, String secret, List<String> names, Duration lifetime, String configuration) {
    /** The default of {@code secret}. */
    public static final String DEFAULT_SECRET = "omnia-webhook-certificate";

    /** The default of {@code lifetime}: 90 days. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);

    public CertificateSettings {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(secret);
        names = List.copyOf(names);
        Objects.requireNonNull(lifetime);
        Objects.requireNonNull(configuration);
    }

    /** With the defaults, for a Service of this name, whose name the webhook configurations bear too. */
    public static CertificateSettings ofService(String namespace, String service) {
        return new CertificateSettings(
                namespace,
                DEFAULT_SECRET,
                List.of(service + "." + namespace + ".svc", service + "." + namespace + ".svc.cluster.local"),
                DEFAULT_LIFETIME,
                service);
    }
}
