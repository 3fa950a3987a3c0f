package ai.altairalabs.omnia.operator.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altairalabs.omnia.operator.agents.ContextKeys.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ContextKeysTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Timing TIMING = Timing.DEFAULT;

    @Test
    void announcesAKeyBeforeItSignsAndKeepsTheOneBefore() {
        ContextKeys first = ContextKeys.first(START);
        assertThat(first.at(START.plus(Duration.ofDays(29)), TIMING)).isSameAs(first);

        Instant rotation = START.plus(TIMING.every());
        ContextKeys announced = first.at(rotation, TIMING);
        assertThat(announced.keyId()).isEqualTo(first.keyId());
        assertThat(announced.publicKeys()).hasSize(2);
        assertThat(announced.at(rotation.plus(Duration.ofMinutes(9)), TIMING)).isSameAs(announced);

        Instant change = rotation.plus(TIMING.announce());
        ContextKeys changed = announced.at(change, TIMING);
        assertThat(changed.keyId())
                .isNotEqualTo(first.keyId())
                .isEqualTo(Objects.requireNonNull(announced.next()).id());
        assertThat(changed.publicKeys()).hasSize(2).contains(first.current().publicJwk());

        ContextKeys alone = changed.at(change.plus(TIMING.keep()), TIMING);
        assertThat(alone.keyId()).isEqualTo(changed.keyId());
        assertThat(alone.publicKeys()).hasSize(1);
    }

    @Test
    void survivesASecretAtEachStep() {
        ContextKeys keys = ContextKeys.first(START);
        for (Duration step : new Duration[] {TIMING.every(), TIMING.announce(), TIMING.keep()}) {
            assertThat(ContextKeys.of(keys.toData())).isEqualTo(keys);
            keys = keys.at(keys.since().plus(step), TIMING);
        }
        assertThatThrownBy(() -> ContextKeys.of(Map.of("key.jwk", "{}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publishesNoPrivateHalf() {
        ContextKeys keys = ContextKeys.first(START).at(START.plus(TIMING.every()), TIMING);
        assertThat(KeySets.configMap("production", keys.publicKeys()).toString())
                .doesNotContain("\"d\"")
                .doesNotContain(keys.current().d());
        assertThat(keys.toString()).doesNotContain(keys.current().d());
    }
}
