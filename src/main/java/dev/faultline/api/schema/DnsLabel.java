package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A name of one label, as Services and namespaces have. Source: RFC 1123 §2.1. */
@Size(max = 63)
@ValidationRule(
        value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message = "must be lowercase letters and digits, with dashes between them, such as checkout-2")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface DnsLabel {}
