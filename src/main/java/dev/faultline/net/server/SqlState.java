package dev.faultline.net.server;

/** Codes of errors. Source: PostgreSQL documentation, appendix "PostgreSQL Error Codes". */
final class SqlState {
    private static final String CANNOT_CONNECT_NOW = "57P03";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String NO_PRIVILEGE = "42501";
    private static final String AUTHORIZATION = "28";
    private static final String OUT_OF_RESOURCES = "53";
    private static final String INTERVENTION = "57";
    private static final String SYSTEM = "58";
    private static final String INTERNAL = "XX";

    private SqlState() {}

    /** Whether it tells of a server that cannot do its work, and not of who asks for what. */
    static boolean isOfServer(String state) {
        return state.startsWith(OUT_OF_RESOURCES)
                || state.startsWith(INTERVENTION)
                || state.startsWith(SYSTEM)
                || state.startsWith(INTERNAL);
    }

    /** Whether the user is not who it says that it is, or may not come in. */
    static boolean isOfUser(String state) {
        return state.startsWith(AUTHORIZATION);
    }

    static String words(String state) {
        return switch (state) {
            case CANNOT_CONNECT_NOW -> "the server is starting, stopping or recovering, and takes no connection yet";
            case TOO_MANY_CONNECTIONS -> "the server has too many connections, and takes no more";
            case NO_SUCH_DATABASE, NO_PRIVILEGE ->
                "the user may not connect to the database postgres, or there is none; grant CONNECT on it";
            default ->
                switch (state.substring(0, 2)) {
                    case OUT_OF_RESOURCES -> "the server has run out of memory, disk or another resource";
                    case INTERVENTION -> "the server is being stopped, or somebody ended the session";
                    case SYSTEM -> "the server has trouble with its files or its system";
                    case INTERNAL -> "the server has found data of its own broken, or an error of its own";
                    default -> "the server answers with an error";
                };
        };
    }
}
