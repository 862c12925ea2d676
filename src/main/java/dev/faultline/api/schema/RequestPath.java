package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A URL path, perhaps with a query. Source: HTTPGetAction.path. */
@Size(max = 256)
@ValidationRule(
        value = "self.matches('^/[!-~]*$') && !self.contains('#')",
        message = "must begin with / and hold no # and no space, such as /ready")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequestPath {}
