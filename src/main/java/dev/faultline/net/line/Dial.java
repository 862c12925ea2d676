package dev.faultline.net.line;

/** Opens a connection to one server; its address is looked up and judged each time. */
@FunctionalInterface
public interface Dial {
    /** @throws Failure where there is none, or there may be none */
    Line open() throws Failure;

    /** Opens it and secures it before anything else is said. */
    default Dial in(Cover cover) {
        return switch (cover) {
            case Cover.None _ -> this;
            case Cover.Tls tls -> () -> secured(open(), tls);
        };
    }

    private static Line secured(Line line, Cover.Tls tls) throws Failure {
        try {
            line.secure(tls);
            return line;
        } catch (Failure e) {
            line.close();
            throw e;
        }
    }
}
