package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicNode;

import vn.lgsp.gateway.connector.proof.CaseFile;
import vn.lgsp.gateway.connector.proof.Refusal;
import vn.lgsp.gateway.connector.proof.FolderProof;
import vn.lgsp.gateway.problem.Language;
import vn.lgsp.gateway.problem.Problems;

/** The tests a set of connector folders is made of: one container a folder, one test a case; the same the bench plays. */
final class ConnectorProof {
    static final Refusal REFUSAL = faults -> Problems.invalid(faults).members(Language.VI, "/api", "T-TEST");

    private final FolderProof proof;

    ConnectorProof(ConnectorSettings settings) {
        this.proof = new FolderProof(settings, REFUSAL);
    }

    Stream<DynamicNode> nodes() {
        return proof.folders().stream().map(folder -> dynamicContainer(folder.getFileName().toString(), folder(
                folder)));
    }

    private Stream<DynamicNode> folder(Path folder) {
        var whole = Stream
                .<DynamicNode>of(dynamicTest("lints clean", () -> assertThat(proof.faults(folder)).isEmpty()));
        var cases = CaseFile.in(folder).stream().<DynamicNode>map(file -> dynamicTest(file.getFileName().toString(),
                file.toUri(), () -> proof.play(folder, file)));
        return Stream.concat(whole, cases);
    }
}
