package io.gongmail.pki.demo.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Uses what the house forbids, for the reason given. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Permitted {
    String value();
}
