package vn.lgsp.gateway.connector;

import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.connector.faults.DeclarationFault;

/**
 * What came of reading all connector folders.
 *
 * @param catalogue the connectors that check
 * @param faults what is wrong with the others, by folder
 */
public record Loaded(Catalogue catalogue, Map<String, List<DeclarationFault>> faults) {}
