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

    private final Set<String> names = new HashSet<>(ALWAYS);

    private Redaction(Collection<ToolPolicy.Audit> audits) {
        for (ToolPolicy.Audit audit : audits) {
            audit.redactFields().forEach(name -> names.add(plain(name)));
        }
    }

    static Redaction of(Collection<ToolPolicy.Audit> audits) {
        return new Redaction(audits);
    }

    @Override
    public boolean test(String name) {
        return names.contains(plain(name));
    }

    private static String plain(String name) {
        return isPlain(name)
                ? name
                : name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Most names are, and are asked for in each record. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
