package ai.altairalabs.omnia.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ages much as kubectl writes them. */
class AgeTest {
    @ParameterizedTest
    @CsvSource({
        "-PT5S,0s",
        "PT0S,0s",
        "PT10S,10s",
        "PT119S,119s",
        "PT2M,2m",
        "PT2M5S,2m5s",
        "PT10M59S,10m",
        "PT59M59S,59m",
        "PT60M,1h",
        "PT179M,2h59m",
        "PT3H,3h",
        "PT3H5M,3h5m",
        "PT8H59M,8h",
        "PT47H,47h",
        "P2D,2d",
        "P2DT3H,2d3h",
        "P8DT3H,8d",
        "P400D,400d",
        "P730D,2y",
        "P740D,2y10d",
        "P3000D,8y"
    })
    void age(Duration age, String text) {
        assertThat(Age.of(age)).isEqualTo(text);
    }
}
