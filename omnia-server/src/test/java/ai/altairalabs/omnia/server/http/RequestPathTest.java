package ai.altairalabs.omnia.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/refund",
                "/v1/refund/",
                "/V1/REFUND",
                "/v1/orders/O-1001",
                "/a.b/..c/...",
                "/v1/caf%C3%A9",
                "/v1/a%20b",
                "/v1/100%25",
                "/v1/a:b@c,d=e+f!$&'()*~_"
            })
    void takes_a_path_in_normal_form(String path) {
        assertThatCode(() -> RequestPath.check(path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/refund",
                "*",
                "//v1/refund",
                "/v1//refund",
                "/v1/refund//",
                "/v1/./refund",
                "/v1/x/../refund",
                "/./",
                "/..",
                "/v1/refund/.",
                "/v1/refund/..",
                "/v1/%72efund",
                "/v1/%7Euser",
                "/v1/refund%2F",
                "/v1/refund%2f",
                "/v1/x%5Crefund",
                "/v1/%2E%2E/refund",
                "/v1/refund;x=1",
                "/v1/refund%3Bx=1",
                "/v1\\refund",
                "/v1/refund#x",
                "/v1/refund%00",
                "/v1/refund%0A",
                "/v1/refund%7F",
                "/v1/refund%",
                "/v1/refund%4",
                "/v1/refund%G1",
                "/v1/refund%%41",
                "/v1/%252e%252e/refund",
                "/v1/caf%c3%a9",
                "/v1/caf%C3",
                "/v1/%C0%AF",
                "/v1/caf\u00e9",
                "/v1/re fund",
                "/v1/re\tfund",
                "/v1/\"refund\"",
                "/v1/{id}",
                "/v1/a|b",
                "http://tool/v1/refund"
            })
    void refuses_a_path_with_a_second_reading(String path) {
        assertThatThrownBy(() -> RequestPath.check(path)).isInstanceOf(MalformedMessage.class);
    }
}
