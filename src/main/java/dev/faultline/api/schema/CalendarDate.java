package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A day of the calendar. Source: RFC 3339 full-date. */
@Size(max = 10)
@ValidationRule(
        value = "!format.date().validate(self).hasValue()",
        message = "must be a day of the calendar such as 2026-12-18")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface CalendarDate {}
