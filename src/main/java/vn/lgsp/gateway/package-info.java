/** The whole: one Spring Boot application that assembles the rooms. */
@NullMarked
package vn.lgsp.gateway;

import org.jspecify.annotations.NullMarked;
