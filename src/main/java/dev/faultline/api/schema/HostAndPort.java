package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A host and a port that the operator may dial. Where they lead is judged again each time that they are dialled. */
@Size(max = 261)
@ValidationRule(
        value = "self.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?|[[][0-9a-f:.]+[]]):" + Hosts.PORT + "$')",
        message = "must be a host and a port from 1 to 65535, such as orders-db:5432 or [2001:db8::1]:5432")
@ValidationRule(
        value = "!self.matches('^([0-9.]+|[[].*|(.*[.])?localhost[.]?):[0-9]+$')"
                + " || self.matches('^(" + Hosts.GLOBAL_V4 + "|" + Hosts.GLOBAL_V6 + "):[0-9]+$')"
                + " && !self.matches('^(127|169[.]254)[.]')",
        message = Hosts.NOT_HERE)
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface HostAndPort {}
