package ai.altairalabs.omnia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void splitsAsAShellDoes() {
        assertThat(ShellWords.split("call --data '{\"a\": 1}' --as \"$TOKEN\" # a comment"))
                .containsExactly("call", "--data", "{\"a\": 1}", "--as", "$TOKEN");
    }

    @Test
    void findsCallsInAssignmentsAndPastOtherCommands() {
        assertThat(ShellWords.calls(
                        "export A=b\nTOKEN=$(./omnia token --claim team=support)\n./omnia logs | head\ncurl x\n"))
                .containsExactly(List.of("token", "--claim", "team=support"), List.of("logs"));
    }

    @Test
    void joinsContinuedLines() {
        assertThat(ShellWords.calls("./omnia proxy \\\n  --policies p\n"))
                .containsExactly(List.of("proxy", "--policies", "p"));
    }
}
