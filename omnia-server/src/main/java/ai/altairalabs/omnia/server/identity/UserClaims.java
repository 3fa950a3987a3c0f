package ai.altairalabs.omnia.server.identity;

import ai.altairalabs.omnia.core.call.HeaderText;
import ai.altairalabs.omnia.core.call.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of a user's token say who the user is. Each may be a path with dots; a claim whose name holds dots wins.
 *
 * @param subject who it is
 * @param roles a list of texts, or one text with the roles separated by blanks or commas
 * @param email the address
 */
public record UserClaims(String subject, String roles, String email) {
    /** {@code sub}, {@code roles}, {@code email}. */
    public static final UserClaims STANDARD = new UserClaims("sub", "roles", "email");

    public UserClaims {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(roles);
        Objects.requireNonNull(email);
    }

    /** The user that a verified token speaks of, with these mapped claims. */
    public Identity identity(Map<String, ?> token, Map<String, String> mapped) {
        return new Identity(
                text(token, subject), text(token, email), list(find(token, roles)), mapped, text(token, "iss"));
    }

    /** The text of a claim; empty when it is absent or no scalar. */
    static String text(Map<?, ?> token, String path) {
        String text = HeaderText.ofScalar(find(token, path));
        return text == null ? "" : text;
    }

    private static List<String> list(@Nullable Object value) {
        if (value instanceof String text) {
            return Arrays.stream(text.split("[ ,]+", -1))
                    .filter(role -> !role.isEmpty())
                    .toList();
        }
        List<String> roles = new ArrayList<>();
        if (value instanceof List<?> items) {
            for (Object item : items) {
                String role = HeaderText.ofScalar(item);
                if (role != null) {
                    roles.add(role);
                }
            }
        }
        return roles;
    }

    private static @Nullable Object find(Map<?, ?> level, String path) {
        if (level.containsKey(path)) {
            return level.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && level.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, path.substring(dot + 1))
                : null;
    }
}
