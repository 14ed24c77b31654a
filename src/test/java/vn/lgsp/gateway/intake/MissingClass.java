package vn.lgsp.gateway.intake;

import java.util.regex.Pattern;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** A machine on which a class is missing: whoever is about to log this fails by an Error, as long as it is open. */
final class MissingClass extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Intake.class);
    private final Pattern line;

    private MissingClass(Pattern line) {
        this.line = line;
    }

    /** @param line of {@link Intake}'s log, a regular expression */
    static MissingClass toLog(String line) {
        var missing = new MissingClass(Pattern.compile(line));
        missing.start();
        missing.logger.addAppender(missing);
        return missing;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (line.matcher(event.getFormattedMessage()).matches()) {
            throw new NoClassDefFoundError("test/Missing");
        }
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
