package vn.lgsp.gateway.sandbox.ngsp;

import tools.jackson.databind.JsonNode;

/**
 * What a registry holds of one dossier.
 *
 * @param taken how often it was taken: 1, and once more for each supplement that was wanted
 * @param repeats how often it came again though nothing was wanted: refused
 * @param state as the registry numbers them
 * @param last what was taken last, as it came
 */
public record Handed(String number, int taken, int repeats, int state, JsonNode last) {}
