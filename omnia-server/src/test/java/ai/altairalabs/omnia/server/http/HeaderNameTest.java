package ai.altairalabs.omnia.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.ReservedHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
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
            byte[] text = reserved.text().getBytes(StandardCharsets.US_ASCII);
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

    /** Without regard to case, {@code _} read as {@code -}, and nothing else is that name, even where the hash is the same. */
    @Test
    void aNameIsKnownInEachOfItsSpellingsAndInNoOther() {
        Random random = new Random(20_261_124);
        for (HeaderName name : EnumSet.complementOf(EnumSet.of(HeaderName.OTHER, HeaderName.OMNIA))) {
            String text = name.name().toLowerCase(Locale.ROOT).replace('_', '-');
            int hash = HeaderName.hash(text);
            for (int place = 0; place < text.length(); place++) {
                for (int octet : tokenOctets()) {
                    byte[] line = (spelling(text, random) + ":").getBytes(StandardCharsets.US_ASCII);
                    line[place] = (byte) octet;
                    boolean same = HttpSyntax.canonical((byte) octet) == text.charAt(place);
                    assertThat(HeaderName.of(line, 0, text.length(), hash) == name)
                            .as(new String(line, StandardCharsets.US_ASCII))
                            .isEqualTo(same);
                }
            }
        }
    }

    /** Each octet that may stand in a name; {@link Fields} asks for no others. */
    private static int[] tokenOctets() {
        return IntStream.range(0, 256)
                .filter(octet -> HttpSyntax.canonical((byte) octet) != 0)
                .toArray();
    }

    private static String spelling(String name, Random random) {
        StringBuilder spelling = new StringBuilder();
        for (char c : name.toCharArray()) {
            spelling.append(
                    random.nextBoolean() ? c : c == '-' && random.nextInt(4) == 0 ? '_' : Character.toUpperCase(c));
        }
        return spelling.toString();
    }
}
