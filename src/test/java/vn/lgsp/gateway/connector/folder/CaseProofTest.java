package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import vn.lgsp.gateway.connector.proof.FolderProof;
import vn.lgsp.gateway.connector.proof.Mismatch;

/** A proof that cannot fail proves nothing: each case is spoilt in one place. */
class CaseProofTest {
    @TempDir
    private Path work;

    @TestFactory
    Stream<DynamicNode> the_good_folders_prove_themselves() {
        return new ConnectorProof(Fixtures.settings(Fixtures.GOOD)).nodes();
    }

    @TestFactory
    Stream<DynamicNode> a_folder_with_batches_proves_itself() {
        return new ConnectorProof(Fixtures.settings(Fixtures.DEPOT)).nodes();
    }

    private void prove(String file, String text, String other) throws IOException {
        prove(Fixtures.GOOD, "config/alpha", file, text, other);
    }

    private void prove(Path root, String folder, String file, String text, String other) throws IOException {
        var spoilt = work.resolve(file);
        Files.writeString(spoilt, Files.readString(root.resolve(folder).resolve("cases").resolve(file)).replace(text,
                other));
        new FolderProof(Fixtures.settings(root), ConnectorProof.REFUSAL).play(root.resolve(folder), spoilt);
    }

    @Test
    void the_unspoilt_case_holds() {
        assertThatCode(() -> prove("send.yaml", "H1", "H1")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "send.yaml|given: { ma: H1|given: { ma: H2|sends",
            "send.yaml|Buoc: [c]|Buoc: [d]|sends",
            "send.yaml|error_code: 0|error_code: 5|status",
            "send.yaml|DELIVERED|REJECTED|status",
            "send.yaml|code: \"0\"|code: \"9\"|code",
            "send.yaml|2026-03-01|2026-03-05|refused",
            "send.yaml|, c]|]|came to DELIVERED",
            "send-again.yaml|True|False|sends",
            "send-again.yaml|đã tồn tại|sai|came to REJECTED",
            "refused.yaml|/ngay,|/ma,|refusals",
            "refused.yaml|2026-03-03|2026-03-01|refusals",
            "refused.yaml|given: { ma: H1|given: { ma: 5|refusals",
            "inbound.yaml|given: { ma: H1, SoTien: 75000|given: { ma: H1, SoTien: 75001|checksum",
            "find.yaml|service:|sevice:|faults of the case file" })
    void a_spoilt_case_is_found(String file, String text, String other, String said) {
        assertThatThrownBy(() -> prove(file, text, other)).isInstanceOf(Mismatch.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "put-together.yaml|code: 17|code: 0|status",
            "put-together.yaml|{ ma: B, n: 2 }, { ma: C, n: 3 }]|{ ma: C, n: 3 }]|sends",
            "put-together.yaml|code: 0, so: 8|code: 0, so: 9|reply", "put-together.yaml|ma: B, code|ma: C, code|status",
            "put.yaml|ma: A, code: 0|ma: A, code: 5|status",
            "set-together-refused.yaml|lo: L, ma: B|lo: M, ma: B|surrounds",
            "set-together-refused.yaml|status: 400|status: 503|status" })
    void a_spoilt_case_of_several_in_one_call_is_found(String file, String text, String other, String said) {
        assertThatThrownBy(() -> prove(Fixtures.DEPOT, "config/depot", file, text, other)).isInstanceOf(Mismatch.class)
                .hasMessageContaining(said);
    }
}
