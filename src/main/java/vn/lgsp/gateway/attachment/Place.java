package vn.lgsp.gateway.attachment;

import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Where the beginning of a JSON document has got to. */
final class Place {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Place() {}

    /** JSON pointer to the text that has just begun; to what encloses it where it is no JSON so far. */
    static String at(byte[] beginning) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), beginning)) {
            var pointer = "";
            try {
                while (parser.nextToken() != null) {
                    pointer = parser.streamReadContext().pathAsPointer().toString();
                }
            } catch (JacksonException end) {
                // it breaks off inside the text
            }
            return pointer;
        }
    }
}
