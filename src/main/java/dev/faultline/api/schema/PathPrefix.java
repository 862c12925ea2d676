package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The beginning of a URL path. Source: Envoy RouteMatch.prefix. */
@Size(max = 256)
@ValidationRule(
        value = "self.matches('^/[^?# ]*$')",
        message = "must begin with / and hold no ?, # or space, such as /pay")
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PathPrefix {}
