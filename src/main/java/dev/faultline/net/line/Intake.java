package dev.faultline.net.line;

/** What the other side says, taken piece by piece: at most 64 KiB of one connection. */
public final class Intake {
    private static final int LIMIT = 64 * 1024;

    /** The first byte of an alert, with which a server of TLS answers what is none. Source: RFC 8446 §5.1. */
    private static final int TLS_ALERT = 0x15;

    private final Line line;
    private final String protocol;
    private int taken;
    private int first;

    /** @param protocol that should be spoken, as people call it */
    public Intake(Line line, String protocol) {
        this.line = line;
        this.protocol = protocol;
    }

    /** So many bytes, however long their parts take within the deadline. */
    public byte[] take(int count) throws Failure {
        if (count < 0 || count > LIMIT - taken) {
            throw Failure.bad("the answer is longer than 64 KiB");
        }
        var bytes = new byte[count];
        for (var length = 0; length < count; ) {
            var more = line.read(bytes, length);
            if (more < 0) {
                throw ended();
            }
            first = taken == 0 && more > 0 ? bytes[0] : first;
            length += more;
            taken += more;
        }
        return bytes;
    }

    private Failure ended() {
        if (first == TLS_ALERT) {
            return strange();
        }
        return Failure.bad(taken == 0 ? "connection closed without an answer" : "connection closed in the answer");
    }

    /** Of an answer that is none of this protocol. */
    public Failure strange() {
        return Failure.bad(
                first == TLS_ALERT
                        ? "the server speaks TLS; set tls for this check"
                        : "no " + protocol + " is spoken there");
    }
}
