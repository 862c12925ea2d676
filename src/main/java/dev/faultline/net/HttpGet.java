package dev.faultline.net;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** One GET by HTTP/1.1 whose head has come: at most 64 KiB of it, each byte looked at once however they trickle in. */
final class HttpGet {
    /** Bytes of a head that are read at most; servers and proxies allow 8 to 64 KiB. */
    private static final int LIMIT = 64 * 1024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1[.][01] ([1-9][0-9]{2})( .*)?");
    private static final String BEGIN = "HTTP/1.";
    private static final int SWITCHING = 101;

    private final Line line;
    private final byte[] read = new byte[LIMIT];
    private int length;

    /** Where the head begins that is being read; interim answers are before it. */
    private int begin;

    /** Where the line begins that is being read. */
    private int lineBegin;

    private int next;
    private int status;

    private HttpGet(Line line) {
        this.line = line;
    }

    /**
     * @param authority host and port, as the server is called
     * @param target path and query
     * @throws Failure where what comes is no answer
     */
    static HttpGet over(Line line, String authority, String target) throws Failure {
        line.send(("GET " + target + " HTTP/1.1\r\nHost: " + authority
                        + "\r\nUser-Agent: faultline-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        var get = new HttpGet(line);
        get.readHead();
        return get;
    }

    int status() {
        return status;
    }

    /** What has come with the head and belongs to the body; more comes from the line. */
    byte[] rest() {
        return Arrays.copyOfRange(read, next, length);
    }

    Line line() {
        return line;
    }

    /** The value of the first header of that name, without regard to case. */
    Optional<String> header(String name) {
        return new String(read, begin, next - begin, StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1)
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst();
    }

    private void readHead() throws Failure {
        while (true) {
            while (next < length) {
                if (read[next++] == '\n' && isHeadOver()) {
                    return;
                }
            }
            if (length == LIMIT) {
                throw Failure.bad("the head of the answer is longer than 64 KiB");
            }
            var more = line.read(read, length);
            if (more < 0) {
                throw Failure.bad(
                        length == 0 ? "connection closed without an answer" : "connection closed in the answer");
            }
            length += more;
            refuseWhatIsNoHttp();
        }
    }

    /** At the end of a line. */
    private boolean isHeadOver() throws Failure {
        var words = new String(read, lineBegin, next - lineBegin, StandardCharsets.ISO_8859_1).strip();
        if (lineBegin == begin) {
            status = code(words);
        }
        lineBegin = next;
        if (!words.isEmpty()) {
            return false;
        }
        if (status / 100 == 1 && status != SWITCHING) {
            begin = next;
            refuseWhatIsNoHttp();
            return false;
        }
        return true;
    }

    /** What begins otherwise may never have a line. */
    private void refuseWhatIsNoHttp() throws Failure {
        var shown = new String(read, begin, Math.min(length - begin, BEGIN.length()), StandardCharsets.ISO_8859_1);
        if (!BEGIN.startsWith(shown)) {
            throw Failure.bad("the answer is not HTTP/1.1");
        }
    }

    private static int code(String line) throws Failure {
        var status = STATUS.matcher(line);
        if (!status.matches()) {
            throw Failure.bad("the answer is not HTTP/1.1");
        }
        return Integer.parseInt(status.group(1));
    }
}
