package vn.lgsp.gateway.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String ESCAPE = "\\" + "u";

    private static @Nullable Object read(String json) {
        return Json.read(json.getBytes(UTF_8));
    }

    private static String rewritten(String json) {
        return new String(Json.write(read(json)), UTF_8);
    }

    @Test
    void values_are_plain_and_numbers_keep_their_value() {
        var expected = new LinkedHashMap<String, Object>();
        expected.put("a", 1);
        expected.put("b", 3_000_000_000L);
        expected.put("c", new BigInteger("123456789012345678901234567890"));
        expected.put("d", 0.1);
        expected.put("e", new BigDecimal("12345678901234567.89"));
        expected.put("f", 75000);
        expected.put("g", Arrays.asList(true, false, null, "x"));

        assertThat(read("""
                {"a":1,"b":3000000000,"c":123456789012345678901234567890,"d":0.1,"e":12345678901234567.89,
                 "f":75000.00,"g":[true,false,null,"x"]}""")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "{", "{} {}", "[1,]", "{\"a\":1,\"a\":2}", "{\"x\":{\"a\":1,\"a\":null}}", "nul",
            "'a'", "01", "NaN", "1e99999999999", "1e400", "\"a\u0000b\"", "\"a\nb\"", "<html>", "{\"a\":1}x" })
    void what_is_not_strict_json_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void escaped_nul_and_lone_surrogates_are_refused_in_values_and_names() {
        for (var bad : List.of("0000", "d800", "dc00", "d800" + ESCAPE + "0041", "dbff")) {
            assertThatThrownBy(() -> read("[\"a" + ESCAPE + bad + "\"]")).isInstanceOf(MalformedJson.class);
            assertThatThrownBy(() -> read("{\"a" + ESCAPE + bad + "\":1}")).isInstanceOf(MalformedJson.class);
        }

        assertThat(read("\"" + ESCAPE + "d83d" + ESCAPE + "de00\"")).isEqualTo("😀");
    }

    @Test
    void invalid_utf_8_is_refused() {
        var bad = List.of(new byte[]{ (byte) 0xC0, (byte) 0xAF }, new byte[]{ (byte) 0xED, (byte) 0xA0, (byte) 0x80 },
                new byte[]{ (byte) 0xFF }, new byte[]{ (byte) 0xE1, (byte) 0xBA },
                new byte[]{ (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80 });
        for (var bytes : bad) {
            var json = new byte[bytes.length + 2];
            json[0] = '"';
            System.arraycopy(bytes, 0, json, 1, bytes.length);
            json[json.length - 1] = '"';

            assertThatThrownBy(() -> Json.read(json)).isInstanceOf(MalformedJson.class).hasMessageContaining("UTF-8");
        }
        assertThatThrownBy(() -> Json.read("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
                .isInstanceOf(MalformedJson.class);
    }

    @Test
    void a_hundred_levels_are_read_and_a_hundred_thousand_refused_at_once() {
        assertThat(read("[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);

        var start = System.nanoTime();
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(MalformedJson.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> read("{\"a\":".repeat(100_000))).isInstanceOf(MalformedJson.class);
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    @Test
    void the_message_names_the_place_and_never_the_content() {
        assertThatThrownBy(() -> read("{\"secret\": 1,\n \"secret\": \"x\"}")).isInstanceOfSatisfying(
                MalformedJson.class,
                bad -> {
                    assertThat(bad.detail().vi()).contains("hai lần", "dòng 2").doesNotContain("secret");
                    assertThat(bad.detail().en()).contains("twice", "line 2").doesNotContain("secret");
                });
    }

    @Test
    void texts_keep_their_code_points_composed_or_not() {
        assertThat(rewritten("[\"Tiếng Việt\",\"Tie\u0302\u0301ng Vie\u0323\u0302t\",\"😀/đ\"]"))
                .isEqualTo("[\"Tiếng Việt\",\"Tie\u0302\u0301ng Vie\u0323\u0302t\",\"😀/đ\"]");
    }

    @Test
    void numbers_are_written_as_most_programs_read_them() {
        assertThat(rewritten("[12345678.9,75000.00,1e7,0.00001,12345678901234567.89,1e20,-0.0,1e-30]"))
                .isEqualTo("[12345678.9,75000,10000000,0.00001,12345678901234567.89,100000000000000000000,0,1E-30]");
    }

    @Test
    void scalars_keep_the_digits_they_were_sent_with() {
        var json = "{\"SoTien\":75000.00,\"MaLoi\":\"00\",\"x\":{\"y\":1},\"z\":[1],\"n\":null,\"ok\":true,\"e\":1E2}";

        assertThat(Json.scalars(json.getBytes(UTF_8)))
                .isEqualTo(Map.of("SoTien", "75000.00", "MaLoi", "00", "ok", "true", "e", "1E2"));
        assertThat(Json.scalars("[1]".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void only_plain_values_are_written() {
        assertThatThrownBy(() -> Json.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
