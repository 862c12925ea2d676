package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of a label that is there for a purpose, so never an empty one. Source: Kubernetes label values. */
@Size(max = 63)
@ValidationRule(
        value = "self != '' && !format.labelValue().validate(self).hasValue()",
        message = "must be a label value: letters and digits, with dashes, underscores and dots between them")
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface LabelValue {}
