package vn.lgsp.gateway.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** One part of the benchmark: it tells when it begins, how long is left, and how it ended. */
@Tag("bench")
@ExtendWith(Progress.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Part {
    /** What is measured, for the summary. */
    String value();

    /** How long it takes on two cores as shipped. */
    int seconds();
}
