package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {
    @ParameterizedTest
    @CsvSource({"1024, 124, 675", "420, 144, 207", "100, 99, 1", "100, 200, 1"})
    void leavesAQuarterOfWhatIsLeftToTools(int limit, int open, int clients) {
        assertThat(OpenFiles.clients(limit, open)).isEqualTo(clients);
    }
}
