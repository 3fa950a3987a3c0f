package ai.altairalabs.omnia.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.ReservedHeader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a door does not pass on, or refuses, no policy may write either. */
class HeaderNameTest {
    /** Known to the door for what they say, and a policy may say it too. */
    private static final Set<HeaderName> SETTABLE = EnumSet.of(
            HeaderName.AUTHORIZATION,
            HeaderName.COOKIE,
            HeaderName.CONTENT_TYPE,
            HeaderName.CONTENT_ENCODING,
            HeaderName.OTHER);

    @Test
    void everyHeaderThatADoorTreatsInItsOwnWayIsReserved() {
        EnumSet<HeaderName> expected = EnumSet.complementOf(EnumSet.copyOf(SETTABLE));
        expected.remove(HeaderName.OMNIA); // a prefix
        assertThat(Arrays.stream(ReservedHeader.values()).map(ReservedHeader::name))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(HeaderName::name).toList());
    }

    @Test
    void aReservedHeaderIsCalledAsTheDoorCallsIt() {
        for (ReservedHeader reserved : ReservedHeader.values()) {
            byte[] text = reserved.text().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(HeaderName.of(text, 0, text.length, HeaderName.hash(reserved.text())))
                    .isEqualTo(HeaderName.valueOf(reserved.name()));
        }
    }

    @Test
    void whatIsHopByHopStaysReserved() {
        for (HeaderName name : HeaderName.values()) {
            if (name.hopByHop()) {
                assertThat(ReservedHeader.valueOf(name.name())).isNotNull();
            }
        }
    }
}
