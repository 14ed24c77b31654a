package vn.lgsp.gateway.connector;

import java.util.List;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Text;

/** A JSON Schema (2020-12) that says what is wrong in words a person at a desk understands. */
public interface Schema {

    /** All faults of the document (plain values, see {@link Expression}); empty when it fits. */
    List<Fault> check(@Nullable Object document);

    /** @param pointer JSON pointer (RFC 6901) to the value at fault; the text never quotes the value itself */
    record Fault(String pointer, Text detail) {}
}
