package vn.lgsp.gateway.connector;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Text;

/** A JSON Schema (2020-12) that says what is wrong in words a person at a desk understands. */
public interface Schema {

    /** All faults of the document (plain values, see {@link Expression}); empty when it fits. */
    List<Fault> check(@Nullable Object document);

    /** What its text says of the members its documents can have at the top. */
    default Members members() {
        return new Members(Set.of(), false);
    }

    /** @param closed no members but those named may be there */
    record Members(Set<String> names, boolean closed) {}

    /** @param pointer JSON pointer (RFC 6901) to the value at fault; the text never quotes the value itself */
    record Fault(String pointer, Text detail) {}
}
