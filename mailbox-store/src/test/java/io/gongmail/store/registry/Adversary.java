package io.gongmail.store.registry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * This test tries what a line of the adversary's list says. The list, with the guards that each of its tests must miss
 * when they are taken away, is {@code adversary.txt} among the server's test resources.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Tag("adversary")
@interface Adversary {
    /** The lines, as they are written there. */
    String[] value();
}
