package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A URL that the operator may ask. Where it leads is judged again each time that it is asked. */
@Size(max = 1024)
@ValidationRule(
        value =
                "self.matches('^https?://([^/?#@]*@)?([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?[.]?|[[][0-9A-Fa-f:.]+[]])(:"
                        + Hosts.PORT + ")?([/?][!-\"$-~]*)?$')",
        message = "must be a URL such as http://api.shop/health: http or https, a host, no space and no #")
@ValidationRule(
        value = "!self.matches('^[a-z]+://[^/?#]*@')",
        message = "must hold no user name and no password before the host: remove them")
@ValidationRule(
        value = "!self.matches('^[a-z]+://([0-9.]+|[[][^/?#]*|([^/?#@:]*[.])?(?i:localhost)[.]?)(:[0-9]*)?([/?]|$)')"
                + " || self.matches('^[a-z]+://(" + Hosts.GLOBAL_V4 + "|" + Hosts.GLOBAL_V6 + ")(:[0-9]+)?([/?]|$)')"
                + " && !self.matches('^[a-z]+://(127|169[.]254)[.]')",
        message = Hosts.NOT_HERE)
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface HttpUrl {}
