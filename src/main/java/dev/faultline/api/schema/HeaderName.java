package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of an HTTP header. Source: RFC 9110 §5.1, less the characters nobody uses. */
@Size(max = 128)
@ValidationRule(
        value = "self.matches('^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$')",
        message = "must be the name of a header: letters, digits, dashes, underscores and dots, such as x-tier")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface HeaderName {}
