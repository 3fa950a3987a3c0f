package ai.altairalabs.omnia.operator.certificates;

import ai.altairalabs.omnia.operator.objects.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the webhook's certificate: every replica shows the one of the Secret, and whoever finds it missing or old makes
 * the next. Two that do so at once agree on the one that the API server took first.
 */
public final class CertificateKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);
    private static final String AUTHORITIES = "ca.crt";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String CERT_MANAGER = "cert-manager.io/";
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    private final CertificateSettings settings;
    private final KubernetesClient client;
    private final Clock clock;
    private final ServingKeys keys;
    private @Nullable Bundle shown;
    private @Nullable Bundle announced;
    private @Nullable Thread timer;

    private CertificateKeeper(CertificateSettings settings, KubernetesClient client, Clock clock, ServingKeys keys) {
        this.settings = settings;
        this.client = client;
        this.clock = clock;
        this.keys = keys;
    }

    /** Makes or reads the certificate, and looks after it until it is closed. */
    public static CertificateKeeper start(
            CertificateSettings settings, KubernetesClient client, Clock clock, ServingKeys keys) {
        CertificateKeeper keeper = new CertificateKeeper(settings, client, clock, keys);
        keeper.look();
        keeper.timer = Thread.ofVirtual().name("certificates").start(keeper::keep);
        return keeper;
    }

    private void keep() {
        Duration often = settings.lifetime().dividedBy(20);
        Duration interval = often.compareTo(LONGEST_INTERVAL) < 0 ? often : LONGEST_INTERVAL;
        while (true) {
            try {
                Thread.sleep(interval);
                look();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the webhook's certificate could not be looked at, and is again soon: {}", e.getMessage());
            }
        }
    }

    /** A new certificate is shown one look after the API server was told to trust it, so that no call between fails. */
    private void look() {
        Bundle bundle = bundle();
        trust(bundle);
        if (!bundle.equals(shown) && (shown == null || bundle.equals(announced))) {
            keys.use(bundle);
            shown = bundle;
            LOG.info("the webhook shows a certificate until {}", expiry(bundle.certificate()));
        }
        announced = bundle;
    }

    private Bundle bundle() {
        Secret secret = secrets().get();
        if (secret == null) {
            Bundle made = issue("");
            return create(made) ? made : read(Objects.requireNonNull(secrets().get()));
        }
        Bundle there = read(secret);
        if (isOthers(secret) || !due(there)) {
            return there;
        }
        Bundle next = issue(unexpired(there.authorities()));
        try {
            Secret changed = new SecretBuilder(secret).withData(data(next)).build();
            client.secrets().inNamespace(settings.namespace()).resource(changed).update();
            LOG.info("the webhook's certificate is renewed");
            return next;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return read(Objects.requireNonNull(secrets().get()));
            }
            throw e;
        }
    }

    private io.fabric8.kubernetes.client.dsl.Resource<Secret> secrets() {
        return client.secrets().inNamespace(settings.namespace()).withName(settings.secret());
    }

    private boolean create(Bundle bundle) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(settings.secret())
                .withNamespace(settings.namespace())
                .withLabels(Map.of(Marks.MANAGED_BY, Marks.OPERATOR))
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(data(bundle))
                .build();
        try {
            client.secrets().inNamespace(settings.namespace()).resource(secret).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** A Secret that cert-manager keeps. */
    private static boolean isOthers(Secret secret) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        return annotations != null && annotations.keySet().stream().anyMatch(key -> key.startsWith(CERT_MANAGER));
    }

    private Bundle issue(String earlier) {
        Bundle made = Issuing.issue(settings.names(), clock.instant(), settings.lifetime());
        return new Bundle(made.authorities() + earlier, made.certificate(), made.key());
    }

    /** Old or unreadable, or for other names. */
    private boolean due(Bundle bundle) {
        try {
            var certificate = Pem.certificates(bundle.certificate()).getFirst();
            var alternatives = certificate.getSubjectAlternativeNames();
            List<String> names = alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .map(one -> String.valueOf(one.get(1)))
                            .toList();
            Instant renewal = certificate
                    .getNotAfter()
                    .toInstant()
                    .minus(settings.lifetime().dividedBy(3));
            return !clock.instant().isBefore(renewal) || !names.containsAll(settings.names());
        } catch (IllegalArgumentException | java.security.cert.CertificateParsingException _) {
            return true;
        }
    }

    /** Authorities that may still have signed what some replica shows. */
    private String unexpired(String authorities) {
        String end = "-----END CERTIFICATE-----\n";
        return authorities
                .lines()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining("\n"), all -> List.of((all + "\n").split("(?<=" + end + ")", -1))))
                .stream()
                .filter(pem -> pem.endsWith(end) && clock.instant().isBefore(expiry(pem)))
                .collect(Collectors.joining());
    }

    private static Instant expiry(String pem) {
        return Pem.certificates(pem).getFirst().getNotAfter().toInstant();
    }

    private static Map<String, String> data(Bundle bundle) {
        return Map.of(
                AUTHORITIES, encode(bundle.authorities()),
                CERTIFICATE, encode(bundle.certificate()),
                KEY, encode(bundle.key()));
    }

    private static Bundle read(Secret secret) {
        Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
        return new Bundle(
                decode(data.getOrDefault(AUTHORITIES, "")),
                decode(data.getOrDefault(CERTIFICATE, "")),
                decode(data.getOrDefault(KEY, "")));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    /** Lets the API server trust it: in the two webhook configurations, unless cert-manager does that. */
    private void trust(Bundle bundle) {
        String authorities = encode(bundle.authorities());
        var admission = client.admissionRegistration().v1();
        var validating = admission.validatingWebhookConfigurations().withName(settings.configuration());
        ValidatingWebhookConfiguration validation = validating.get();
        if (validation != null
                && isOurs(validation)
                && validation.getWebhooks().stream().anyMatch(hook -> !trusts(hook.getClientConfig(), authorities))) {
            validating.edit(object -> {
                object.getWebhooks().forEach(hook -> hook.getClientConfig().setCaBundle(authorities));
                return object;
            });
        }
        var mutating = admission.mutatingWebhookConfigurations().withName(settings.configuration());
        MutatingWebhookConfiguration mutation = mutating.get();
        if (mutation != null
                && isOurs(mutation)
                && mutation.getWebhooks().stream().anyMatch(hook -> !trusts(hook.getClientConfig(), authorities))) {
            mutating.edit(object -> {
                object.getWebhooks().forEach(hook -> hook.getClientConfig().setCaBundle(authorities));
                return object;
            });
        }
    }

    private static boolean isOurs(HasMetadata configuration) {
        Map<String, String> annotations = configuration.getMetadata().getAnnotations();
        return annotations == null || annotations.keySet().stream().noneMatch(key -> key.startsWith(CERT_MANAGER));
    }

    private static boolean trusts(WebhookClientConfig config, String authorities) {
        return authorities.equals(config.getCaBundle());
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.interrupt();
        }
    }
}
