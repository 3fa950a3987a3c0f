package ai.altairalabs.omnia.server.audit;

import ai.altairalabs.omnia.core.policy.ToolPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which names' values are masked in a record: some always, and those of every policy that matches the call, whoever's record
 * it is. Case, {@code -} and {@code _} make no difference, so that {@code api_key} also means {@code apiKey}.
 */
final class Redaction implements Predicate<String> {
    private static final Set<String> ALWAYS =
            Set.of("authorization", "cookie", "password", "token", "secret", "apikey");
    private static final Redaction STANDARD = new Redaction(Set.of());

    private final Set<String> names;

    private Redaction(Set<String> names) {
        this.names = names;
    }

    static Redaction of(Collection<ToolPolicy.Audit> audits) {
        Set<String> names = new HashSet<>();
        for (ToolPolicy.Audit audit : audits) {
            audit.redactFields().forEach(name -> names.add(plain(name)));
        }
        return names.isEmpty() ? STANDARD : new Redaction(names);
    }

    @Override
    public boolean test(String name) {
        String plain = plain(name);
        return ALWAYS.contains(plain) || names.contains(plain);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
