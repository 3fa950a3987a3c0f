package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function's work is taken to be, before it is done. */
class FunctionBoundsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a 1",
                "abc 3",
                "a{3} 3",
                "a{3}b{4} 7",
                "^[0-9]{3}-[0-9]{2}-[0-9]{4}$ 13",
                "(ab){3} 12",
                "((a{10}){10}){10} 1220",
                "(a{10}b{10}){10} 220",
                "a{2,5} 5",
                "a{2,} 3",
                "[]a]{5} 5",
                "[^]a]{5} 5",
                "[[:alpha:]]{5} 5",
                "[a\\]b]{5} 5",
                "\\{3} 3",
                "\\d{5} 5",
                "\\Qa{9}\\E 4",
                "a{,5} 5",
                "{5} 0",
                "a{1000}{1000} 1000000",
            })
    void repetitionsAddUpSideBySideAndMultiplyWithin(String pattern, long size) {
        assertThat(PatternSize.of(pattern)).isEqualTo(Math.max(1, size));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "[",
                "\\",
                "a{",
                "a{99999999999999999999}",
                "((((",
                "))))",
                "[[:",
                "\\Q",
                "a{2,1}",
                "|{3}"
            })
    void whatIsNoPatternHasASizeToo(String pattern) {
        assertThat(PatternSize.of(pattern)).isBetween(1L, PatternSize.MOST);
    }

    @Test
    void nothingIsBeyondTheMost() {
        assertThat(PatternSize.of("(".repeat(20) + "a" + "{1000})".repeat(20))).isEqualTo(PatternSize.MOST);
    }

    @Test
    void comparisonsAreThoseOfASearchPlaceByPlace() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 300; round++) {
            String text = text(random, 1_000 + random.nextInt(1_000), 1 + random.nextInt(3));
            String sought = text(random, 100 + random.nextInt(100), 1 + random.nextInt(2));
            assertThat(TextSearch.comparisons(text, sought, 0))
                    .as("%s in %s", sought, text)
                    .isEqualTo(placeByPlace(text, sought));
        }
    }

    @Test
    void occurrencesAreCountedSideBySide() {
        assertThat(TextSearch.occurrences("aaaaa", "aa", 9)).isEqualTo(2);
        assertThat(TextSearch.occurrences("abc", "", 9)).isEqualTo(4);
        assertThat(TextSearch.occurrences("abc", "x", 9)).isZero();
    }

    @Test
    void occurrencesAreNotCountedOnWhenTheyAreTooMany() {
        assertThat(TextSearch.occurrences("a".repeat(1_000), "a", 9)).isEqualTo(10);
    }

    @Test
    void whatIsFarBelowTheLimitIsNotWorkedOut() {
        assertThat(TextSearch.comparisons("a".repeat(1_000), "ab", 1 << 20)).isEqualTo(1_001);
    }

    private static String text(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + (random.nextInt(20) == 0 ? random.nextInt(letters) : 0)));
        }
        return text.toString();
    }

    private static long placeByPlace(String text, String sought) {
        long comparisons = 0;
        for (int i = 0; i < text.length(); i++) {
            int same = 0;
            while (same < sought.length() && i + same < text.length() && text.charAt(i + same) == sought.charAt(same)) {
                same++;
            }
            comparisons += same + 1;
        }
        return comparisons;
    }
}
