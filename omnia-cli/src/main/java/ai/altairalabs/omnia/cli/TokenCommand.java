package ai.altairalabs.omnia.cli;

import ai.altairalabs.omnia.cli.issuer.DevelopmentIssuer;
import ai.altairalabs.omnia.cli.json.Json;
import ai.altairalabs.omnia.cli.manifest.ManifestFiles;
import ai.altairalabs.omnia.cli.state.OmniaHome;
import ai.altairalabs.omnia.cli.state.UpState;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.AgentRuntime;
import ai.altairalabs.omnia.core.policy.AgentRuntime.ExternalAuth.Oidc;
import ai.altairalabs.omnia.core.policy.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a token of the development issuer. */
@Command(
        name = "token",
        description = {
            "Print a token of the development issuer, " + DevelopmentIssuer.ISSUER + ".",
            "Refuses when an agent of the running `omnia up`, or of the manifests, trusts another issuer."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  omnia token --claim team=support --claim customer_id=C-42",
            "  omnia token --subject alice --claim-json 'org={\"team\":\"support\"}' --ttl 15m",
            "  omnia token -f examples/customer-service --audience support-agent"
        })
final class TokenCommand implements Callable<Integer> {
    private static final Set<String> REGISTERED = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");
    private static final Duration LONGEST = Duration.ofDays(365);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--claim", paramLabel = "NAME=TEXT", description = "A claim; its value is a text.")
    private List<String> claims = List.of();

    @Option(names = "--claim-json", paramLabel = "NAME=JSON", description = "A claim; its value is JSON.")
    private List<String> jsonClaims = List.of();

    @Option(
            names = "--subject",
            paramLabel = "S",
            defaultValue = "developer",
            description = "Whose token it is (default: ${DEFAULT-VALUE}).")
    private String subject = "";

    @Option(
            names = "--audience",
            paramLabel = "AUD",
            description = "For whom it is (default: whom the agent's manifest names).")
    private @Nullable String audience;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Durations.class,
            description = "How long it counts: 30s, 15m, 1h, 7d (default: ${DEFAULT-VALUE}).")
    private Duration ttl = Duration.ofHours(1);

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            description = "Manifests with issuer and audience (default: the running `up`'s).")
    private @Nullable List<Path> paths;

    @Override
    public Integer call() throws IOException {
        OmniaHome home = OmniaHome.ofProcess();
        List<Oidc> trusted = trusted(home);
        for (Oidc oidc : trusted) {
            if (!oidc.issuer().equals(DevelopmentIssuer.ISSUER)) {
                throw new CannotDo("an agent trusts the issuer `" + oidc.issuer()
                        + "`: get a token there; the development issuer makes none beside a real one");
            }
        }
        if (ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
            throw new CannotDo("`--ttl` must be between 1s and 365d");
        }
        String token = DevelopmentIssuer.of(home, Clock.systemUTC()).token(audience(trusted), subject, claimSet(), ttl);
        spec.commandLine().getOut().println(token);
        return ExitCodes.OK;
    }

    private List<Oidc> trusted(OmniaHome home) throws IOException {
        List<Path> roots = paths;
        if (roots == null) {
            Optional<UpState> up = UpState.running(home);
            if (up.isEmpty()) {
                return List.of();
            }
            roots = up.get().manifests();
        }
        List<Oidc> trusted = new ArrayList<>();
        for (Resource resource :
                ManifestReader.readFiles(new ManifestFiles(roots).read()).resources()) {
            if (resource instanceof AgentRuntime runtime && runtime.externalAuth() instanceof Oidc oidc) {
                trusted.add(oidc);
            }
        }
        return trusted;
    }

    private String audience(List<Oidc> trusted) {
        if (audience != null) {
            return audience;
        }
        List<String> audiences = trusted.stream().map(Oidc::audience).distinct().toList();
        if (audiences.size() == 1) {
            return audiences.getFirst();
        }
        throw new CannotDo(
                audiences.isEmpty()
                        ? "no manifest names an audience; give one with `--audience AUD`"
                        : "the agents have several audiences (" + String.join(", ", audiences)
                                + "); choose one with `--audience AUD`");
    }

    private Map<String, @Nullable Object> claimSet() {
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        for (String claim : claims) {
            put(set, "--claim", claim, text -> text);
        }
        for (String claim : jsonClaims) {
            put(set, "--claim-json", claim, text -> {
                try {
                    return Json.read(text);
                } catch (Json.NotJson e) {
                    throw new CannotDo("`--claim-json " + claim.substring(0, claim.indexOf('='))
                            + "` has no JSON behind the `=`: " + e.getMessage());
                }
            });
        }
        return set;
    }

    private static void put(
            Map<String, @Nullable Object> set,
            String option,
            String claim,
            java.util.function.Function<String, @Nullable Object> value) {
        int equals = claim.indexOf('=');
        if (equals < 1) {
            throw new CannotDo("`" + option + " " + claim + "` has no value: write `NAME=VALUE`");
        }
        String name = claim.substring(0, equals);
        if (REGISTERED.contains(name)) {
            throw new CannotDo("the claim `" + name + "` is set by the issuer; see `--subject`, `--audience`, `--ttl`");
        }
        if (set.containsKey(name)) {
            throw new CannotDo("the claim `" + name + "` is there twice");
        }
        set.put(name, value.apply(claim.substring(equals + 1)));
    }
}
