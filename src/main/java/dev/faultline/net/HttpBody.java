package dev.faultline.net;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import java.io.ByteArrayOutputStream;

/** The body of an answer, at most 64 KiB of it. Source: RFC 9112, section 6: by length, in chunks, or until the end. */
final class HttpBody {
    private static final int LIMIT = 64 * 1024;
    private static final int LONGEST_SIZE = 64;
    private static final int HEX = 16;
    private static final int END = -1;

    private final Line line;
    private final byte[] more = new byte[4 * 1024];
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private byte[] from;
    private int next;
    private int length;

    private HttpBody(HttpGet get) {
        this.line = get.line();
        this.from = get.rest();
        this.length = from.length;
    }

    /** @throws Failure where the connection breaks or the deadline is over before the body is */
    static byte[] of(HttpGet get) throws Failure {
        var body = new HttpBody(get);
        if (get.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            body.readChunks();
        } else {
            body.take(get.header("Content-Length").map(HttpBody::number).orElse(Long.MAX_VALUE));
        }
        return body.body.toByteArray();
    }

    private void readChunks() throws Failure {
        for (var size = size(); size > 0 && body.size() < LIMIT; size = size()) {
            take(size);
            // The end of the line after the chunk.
            size();
        }
    }

    /** The number at the beginning of the line; 0 where there is none. */
    private long size() throws Failure {
        var words = new StringBuilder();
        for (var letter = read(); letter != END && letter != '\n' && words.length() < LONGEST_SIZE; letter = read()) {
            words.append((char) letter);
        }
        var digits = words.toString().split(";", 2)[0].strip();
        return digits.matches("[0-9A-Fa-f]{1,8}") ? Long.parseLong(digits, HEX) : 0;
    }

    private void take(long count) throws Failure {
        for (long taken = 0; taken < count && body.size() < LIMIT; taken++) {
            var letter = read();
            if (letter == END) {
                return;
            }
            body.write(letter);
        }
    }

    private int read() throws Failure {
        if (next == length) {
            length = line.read(more, 0);
            from = more;
            next = 0;
        }
        if (length <= 0) {
            length = 0;
            return END;
        }
        return from[next++] & 0xff;
    }

    private static long number(String length) {
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
