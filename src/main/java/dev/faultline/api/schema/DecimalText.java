package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A number with decimals, as text: what is written is what is stored. */
@Size(max = 32)
@ValidationRule(
        value = "self.matches('^-?[0-9]{1,15}([.][0-9]{1,9})?$')",
        message = "must be a number with at most 15 digits and 9 decimals, in quotes, such as \"0.05\"")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface DecimalText {}
