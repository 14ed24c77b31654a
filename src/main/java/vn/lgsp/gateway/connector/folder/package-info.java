/** Reads the folders and contracts into a catalogue, or says all that is wrong with them. */
@NullMarked
package vn.lgsp.gateway.connector.folder;

import org.jspecify.annotations.NullMarked;
