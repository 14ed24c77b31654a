package vn.lgsp.gateway.connector.folder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.folder.Bundle.Unfit;

/** A bundle's files as they are kept and sent. */
final class Zip {
    private Zip() {}

    /** The same bytes for the same files. */
    static byte[] of(SortedMap<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @param largest bytes all files together may have */
    static SortedMap<String, byte[]> files(byte[] bytes, int largest) throws Unfit {
        var files = new TreeMap<String, byte[]>();
        var left = largest + 1;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            var first = zip.getNextEntry();
            if (first == null) {
                throw new Unfit(new Text("không phải tệp zip", "no zip"));
            }
            for (var entry = first; entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    var content = zip.readNBytes(left);
                    left -= content.length;
                    files.put(entry.getName(), content);
                }
                if (left <= 0) {
                    throw new Unfit(new Text("quá " + largest + " byte", "more than " + largest + " bytes"));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Unfit(new Text("không phải tệp zip: ", "no zip: ").and(String.valueOf(e.getMessage())));
        }
        return files;
    }
}
