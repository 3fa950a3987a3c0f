package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpareArraysTest {
    private final SpareArrays spare = new SpareArrays();

    @Test
    void an_array_is_long_enough_and_never_twice_as_long_as_that() {
        for (int octets = 1; octets < 200_000; octets++) {
            assertThat(SpareArrays.lengthFor(octets)).isBetween(octets, 2 * octets - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 1024, 1025, 2048, 10_000, 16_384, 32_768, 32_769, 65_536})
    void an_array_that_was_given_back_is_given_out_again_to_one(int octets) {
        byte[] array = spare.take(SpareArrays.lengthFor(octets));
        spare.giveBack(array);
        spare.giveBack(spare.take(1_000_000));
        assertThat(spare.take(array.length)).isSameAs(array);
        assertThat(spare.take(array.length)).isNotSameAs(array).hasSameSizeAs(array);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 1023, 1025, 65_535, 65_537, 131_072})
    void other_lengths_are_made_as_they_are_asked_for_and_not_held(int length) {
        byte[] array = spare.take(length);
        assertThat(array).hasSize(length);
        spare.giveBack(array);
        assertThat(spare.take(length)).isNotSameAs(array);
    }
}
