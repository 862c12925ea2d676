package dev.faultline.policy.capture;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The loopback address at which a host is captured. It follows from the host's name alone, so it is the same in every
 * pod and stays the same whatever becomes of other hosts.
 */
public final class Address {
    /** The second byte of 127.64.0.0/10 is 64 to 127. */
    private static final int SECOND_FIRST = 64;

    private static final int SECOND_COUNT = 64;
    private static final int THIRD_COUNT = 256;

    /** 1 to 254: some programs take .0 and .255 for a network and its broadcast address. */
    private static final int LAST_COUNT = 254;

    private static final Pattern OURS = Pattern.compile(
            "127[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.](0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"
                    + "[.]([1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-4])");

    private Address() {}

    public static String of(String hostName) {
        var hash = sha256(hostName);
        return "127." + (SECOND_FIRST + hash[0] % SECOND_COUNT) + "." + hash[1] % THIRD_COUNT + "."
                + (1 + ((hash[2] << Byte.SIZE) + hash[3]) % LAST_COUNT);
    }

    /** Whether a text is an address that a host may be captured at. */
    static boolean isOurs(String text) {
        return OURS.matcher(text).matches();
    }

    /** The bytes as numbers from 0 to 255. */
    private static int[] sha256(String text) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var numbers = new int[bytes.length];
            for (var i = 0; i < bytes.length; i++) {
                numbers[i] = Byte.toUnsignedInt(bytes[i]);
            }
            return numbers;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
