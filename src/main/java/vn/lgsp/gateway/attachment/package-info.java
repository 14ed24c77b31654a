/** What a body holds and nobody looks into: large Base64 texts, kept beside it. */
@NullMarked
package vn.lgsp.gateway.attachment;

import org.jspecify.annotations.NullMarked;
