package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A range of addresses. Source: NetworkPolicy ipBlock.cidr. */
@Size(max = 43)
@ValidationRule(
        value = "isCIDR(self) && cidr(self) == cidr(self).masked()",
        message = "must be a range of addresses such as 10.0.0.0/8 or 2001:db8::/32, without host bits")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cidr {}
