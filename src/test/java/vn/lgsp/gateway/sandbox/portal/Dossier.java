package vn.lgsp.gateway.sandbox.portal;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * What the portal holds of one dossier, and how it came to hold it.
 *
 * @param inserts accepted with {@code isUpdating} "False": 1 when all is well
 * @param updates accepted with {@code isUpdating} "True"
 * @param sameAgain updates that brought nothing new
 * @param refused inserts refused because the dossier was there
 * @param statuses TrangThaiHoSo of each accepted version, the last 50
 * @param steps how often each distinct step was appended, in order of arrival: every count is 1 when all is well
 * @param last the last version as sent; missing for all but the 2,000 dossiers inserted last
 */
public record Dossier(String maHoSo, int inserts, int updates, int sameAgain, int refused, List<String> statuses,
        Map<String, Integer> steps, JsonNode last) {

    public int versions() {
        return inserts + updates;
    }

    /** Steps that were appended more than once, counted by their repeats. */
    public int doubledSteps() {
        return steps.values().stream().mapToInt(count -> count - 1).sum();
    }
}
