package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A GEP-2257 duration of a call, a backoff or a deadline: 1 ms to 1 h. Source: Gateway API GEP-2257. */
@Size(max = 64)
@ValidationRule(
        value = "self" + Durations.MATCHES
                + " && duration(self) >= duration('1ms') && duration(self) <= duration('1h')",
        message = "must be a duration such as 800ms, 2m or 1h30m, from 1ms to 1h")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface CallDuration {}
