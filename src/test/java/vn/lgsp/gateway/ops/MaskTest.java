package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
    @ParameterizedTest
    @CsvSource({ "049090000012, •••••••••012", "Số 049090000012 sai, Số •••••••••012 sai",
            "cmnd:123456789., cmnd:••••••789.", "(0900000001), (•••••••001)", "gọi +84900000001, gọi •••••••••001",
            "0900 000 001, •••••••••001" })
    void citizens_numbers_and_phones_are_hidden(String text, String masked) {
        assertThat(Mask.text(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = { "H47.12-260302-0012", "000.00.12.H47-231005-0012", "QNAM-260302001212", "20260302080000",
            "HTTP 503", "12345678", "mã 1234567890123" })
    void dossier_numbers_references_and_other_figures_are_shown(String text) {
        assertThat(Mask.text(text)).isEqualTo(text);
    }
}
