package ai.altairalabs.omnia.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StableNamesTest {
    @Test
    void aNameIsShortenedAndStaysLegal() {
        String long_ = "a".repeat(200) + "." + "b".repeat(100);

        assertThat(StableNames.name(long_, List.of("x"), 12))
                .hasSizeLessThanOrEqualTo(StableNames.LONGEST_NAME)
                .matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
                .endsWith("-12");
    }

    @Test
    void whatIsCutAwayStillTellsNamesApart() {
        String start = "a".repeat(300);

        assertThat(StableNames.name(start, List.of("one"), 1)).isNotEqualTo(StableNames.name(start, List.of("two"), 1));
        assertThat(StableNames.name("a-b", List.of("a", "b"), 1))
                .isEqualTo(StableNames.name("a-b", List.of("a", "b"), 1));
        assertThat(StableNames.name("a", List.of("x", "y"), 1)).isNotEqualTo(StableNames.name("a", List.of("xy"), 1));
    }

    @Test
    void aLabelIsItselfWhereItCanBe() {
        String long_ = "a".repeat(63) + "b";

        assertThat(StableNames.label("support-agent")).isEqualTo("support-agent");
        assertThat(StableNames.label("a".repeat(63))).isEqualTo("a".repeat(63));
        assertThat(StableNames.label(long_))
                .hasSizeLessThanOrEqualTo(63)
                .isNotEqualTo(StableNames.label("a".repeat(64)));
    }
}
