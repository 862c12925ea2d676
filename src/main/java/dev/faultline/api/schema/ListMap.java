package dev.faultline.api.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A list whose items are told apart by keys, so that writers can own items. A list without a mark is atomic. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ListMap {
    /** The fields that together name an item; each is required or has a default. */
    String[] value();
}
