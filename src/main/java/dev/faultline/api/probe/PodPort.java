package dev.faultline.api.probe;

/** What CEL says of a container port, which is a number or a name. Source: IANA service name, as in Container.ports. */
final class PodPort {
    static final String RULE = "type(self) == int ? self >= 1 && self <= 65535 : self.size() <= 15 && "
            + "self.matches('^[a-z0-9]+(-[a-z0-9]+)*$') && self.matches('[a-z]')";

    static final String MESSAGE = "must be a number from 1 to 65535, or the name of a container port such as http: at "
            + "most 15 lowercase letters, digits and single dashes";

    private PodPort() {}
}
