package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A GEP-2257 duration of anything slower than a call: 1 s to 24 h. Source: Gateway API GEP-2257. */
@Size(max = 64)
@ValidationRule(
        value = "self" + Durations.MATCHES
                + " && duration(self) >= duration('1s') && duration(self) <= duration('24h')",
        message = "must be a duration such as 10s, 2m or 1h30m, from 1s to 24h")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface LongDuration {}
