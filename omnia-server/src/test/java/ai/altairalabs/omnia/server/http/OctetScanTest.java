package ai.altairalabs.omnia.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OctetScanTest {
    @Property
    void findsWhatALoopFinds(@ForAll @Size(max = 40) byte[] octets, @ForAll @IntRange(max = 40) int start) {
        int from = Math.min(start, octets.length);
        assertThat(OctetScan.lineFeed(octets, from, octets.length)).isEqualTo(lineFeed(octets, from));
        byte[] ended = Arrays.copyOf(octets, octets.length + 1);
        assertThat(OctetScan.endOfValue(ended, from, ended.length)).isEqualTo(endOfValue(ended, from));
    }

    @Test
    void saysWhetherAllCanStandInAValue() {
        assertThat(OctetScan.isValue(new byte[0])).isTrue();
        assertThat(OctetScan.isValue("a\tb c".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(OctetScan.isValue("12345678\n".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(OctetScan.isValue("1234567\r".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @Test
    void knowsEachOctetAtEachPlaceOfEight() {
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < 16; place++) {
                for (byte around : new byte[] {'a', ' ', '\t', (byte) 0x80, (byte) 0xff, '\n' + 1}) {
                    byte[] octets = new byte[25];
                    Arrays.fill(octets, around);
                    octets[place] = (byte) octet;
                    octets[24] = 0;
                    assertThat(OctetScan.lineFeed(octets, 0, 24)).isEqualTo(lineFeed(octets, 0, 24));
                    assertThat(OctetScan.endOfValue(octets, 0, 25)).isEqualTo(endOfValue(octets, 0));
                }
            }
        }
    }

    private static int lineFeed(byte[] octets, int from) {
        return lineFeed(octets, from, octets.length);
    }

    private static int lineFeed(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && octets[at] != '\n') {
            at++;
        }
        return at;
    }

    private static int endOfValue(byte[] octets, int from) {
        int at = from;
        while (HttpSyntax.isFieldValue(octets[at])) {
            at++;
        }
        return at;
    }
}
