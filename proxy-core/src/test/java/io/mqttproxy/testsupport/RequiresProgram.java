package io.mqttproxy.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs these installed programs. Where one is missing the test is skipped and says which; with the environment
 * variable {@code CI=true} it fails instead, so that no build server leaves real parts out unnoticed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresProgramCondition.class)
public @interface RequiresProgram {

    /** Names as typed in a shell, for example {@code mosquitto}. */
    String[] value();
}
