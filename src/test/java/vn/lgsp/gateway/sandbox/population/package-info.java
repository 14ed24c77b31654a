/** The population database: SOAP behind a signed Basic, every question in an officer's name. */
@NullMarked
package vn.lgsp.gateway.sandbox.population;

import org.jspecify.annotations.NullMarked;
