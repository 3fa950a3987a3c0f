package ai.altairalabs.omnia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which claims of a token say who the user is. */
class UserClaimsTest {
    @Test
    void aNameWithDotsWinsOverAPathWhateverItHolds() {
        assertThat(subject("{\"org\":{\"user\":\"path\"}}")).isEqualTo("path");
        assertThat(subject("{\"org\":{\"user\":\"path\"},\"org.user\":\"literal\"}"))
                .isEqualTo("literal");
        assertThat(subject("{\"org\":{\"user\":\"path\"},\"org.user\":null}")).isEmpty();
    }

    @Test
    void aContextMayHoldNullWhereItMayLackAValue() {
        String context =
                "{\"agent\":\"a\",\"namespace\":\"n\",\"session\":null,\"roles\":null,\"claims\":{\"team\":null}}";

        SignedContext read = Objects.requireNonNull(SignedContext.ofClaims(claims(context)));

        assertThat(read.session()).isEmpty();
        assertThat(read.identity().claims()).isEmpty();
    }

    private static String subject(String token) {
        return UserClaims.text(claims(token), "org.user");
    }

    private static Map<String, ?> claims(String token) {
        return Objects.requireNonNull(TokenJson.claims(token.getBytes(StandardCharsets.UTF_8)));
    }
}
