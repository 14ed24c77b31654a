/** What the values of a contract look like, for those who say them in XML: read, written, and told as XSD and WSDL. */
@NullMarked
package vn.lgsp.gateway.connector.shape;

import org.jspecify.annotations.NullMarked;
