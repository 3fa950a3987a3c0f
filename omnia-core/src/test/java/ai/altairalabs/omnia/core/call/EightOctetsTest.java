package ai.altairalabs.omnia.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EightOctetsTest {
    @Property
    void marksTheFirstOctetThatALoopFinds(
            @ForAll @Size(8) byte[] octets,
            @ForAll @IntRange(max = 255) int sought,
            @ForAll @IntRange(max = 128) int bound) {
        octets[0] = octets[0] == 0 ? (byte) sought : octets[0];
        assertThat(first(octets, eight -> EightOctets.equal(eight, sought))).isEqualTo(loop(octets, o -> o == sought));
        assertThat(first(octets, eight -> EightOctets.below(eight, bound))).isEqualTo(loop(octets, o -> o < bound));
        assertThat(first(octets, EightOctets::high)).isEqualTo(loop(octets, o -> o >= 128));
        assertThat(first(octets, EightOctets::endsText)).isEqualTo(loop(octets, EightOctetsTest::endsText));
    }

    @Test
    void knowsEachOctetThatEndsAText() {
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < 8; place++) {
                byte[] octets = "\u007f !#[]~a".getBytes(StandardCharsets.US_ASCII);
                octets[place] = (byte) octet;
                assertThat(first(octets, EightOctets::endsText)).isEqualTo(loop(octets, EightOctetsTest::endsText));
            }
        }
    }

    @Test
    void knowsThemAnywhereInABlock() {
        byte[] octets = new byte[EightOctets.BLOCK + 16];
        Arrays.fill(octets, (byte) 'a');
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < octets.length; place++) {
                octets[place] = (byte) octet;
                boolean inside = place >= 8 && place < EightOctets.BLOCK + 8;
                assertThat(EightOctets.endsTextInBlock(octets, 8)).isEqualTo(inside && endsText(octet));
                octets[place] = 'a';
            }
        }
    }

    private static boolean endsText(int octet) {
        return octet < ' ' || octet == '"' || octet == '\\' || octet >= 128;
    }

    private static int first(byte[] octets, LongUnaryOperator marks) {
        long found = marks.applyAsLong(EightOctets.at(octets, 0));
        return found == 0 ? -1 : EightOctets.first(found);
    }

    private static int loop(byte[] octets, IntPredicate sought) {
        for (int i = 0; i < octets.length; i++) {
            if (sought.test(octets[i] & 0xff)) {
                return i;
            }
        }
        return -1;
    }
}
