package dev.faultline.policy.mention;

import dev.faultline.policy.mention.Mention.Form;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads hosts out of texts. Of a text that may hold a password next to its host, the host alone is taken, and nothing
 * where one cannot be told from the other.
 */
public final class Mentions {
    /** Of one workload. */
    public static final int MOST = 32;

    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_SCHEME = 24;
    private static final int HIGHEST_PORT = 65_535;
    private static final String SCHEME_END = "://";

    /** What follows these is no host, or none that is called. */
    private static final Set<String> NOT_CALLED =
            Set.of("file", "spiffe", "s3", "gs", "oci", "docker", "classpath", "unix", "vault", "arn");

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*$");
    private static final Pattern AUTHORITY_END = Pattern.compile("[/?#\\s\"'`<>{}()\\\\|]");
    private static final Pattern BREAK = Pattern.compile("[\\s,;]+");

    private final Set<Mention> found = new LinkedHashSet<>();

    /** @param text of any length; only the beginning of a very long one is read */
    public void read(String text) {
        var beginning = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        var lower = beginning.toLowerCase(Locale.ROOT).strip();
        if (lower.contains(SCHEME_END)) {
            readUrls(lower);
        } else {
            readList(lower);
        }
    }

    /** In the order in which they were found. */
    public Set<Mention> found() {
        return found;
    }

    private void readUrls(String text) {
        var at = text.indexOf(SCHEME_END);
        while (at >= 0) {
            var begin = at + SCHEME_END.length();
            var next = text.indexOf(SCHEME_END, begin);
            readUrl(
                    text.substring(Math.max(0, at - LONGEST_SCHEME), at),
                    next < 0 ? text.substring(begin) : withoutScheme(text.substring(begin, next)));
            at = next;
        }
    }

    /** What stands before the next URL. */
    private static String withoutScheme(String text) {
        var scheme = SCHEME.matcher(text.substring(Math.max(0, text.length() - LONGEST_SCHEME)));
        return scheme.find() ? text.substring(0, text.length() - scheme.group().length()) : text;
    }

    /** @param rest all that follows, up to the next URL */
    private void readUrl(String before, String rest) {
        var scheme = SCHEME.matcher(before);
        if (!scheme.find() || NOT_CALLED.contains(scheme.group())) {
            return;
        }
        var end = AUTHORITY_END.matcher(rest);
        var authority = end.find() ? rest.substring(0, end.start()) : rest;
        if (rest.indexOf('@', authority.length()) >= 0) {
            // A password may hold what ends an authority, so that this may be a piece of one.
            return;
        }
        for (var host : authority.substring(authority.lastIndexOf('@') + 1).split(",")) {
            add(host, Form.Url);
        }
    }

    private void readList(String text) {
        var words = BREAK.split(text);
        for (var word : words) {
            var slash = word.indexOf('/');
            var host = slash < 0 ? word : word.substring(0, slash);
            if (word.indexOf('@') < 0 && host.indexOf(':') > 0) {
                add(host, Form.HostAndPort);
            } else if (words.length == 1) {
                add(word, Form.Word);
            }
        }
    }

    private void add(String text, Form form) {
        var colon = text.indexOf(':');
        var host = undotted(colon < 0 ? text : text.substring(0, colon));
        var port = colon < 0 ? "80" : text.substring(colon + 1);
        if (found.size() < MOST && isHost(host) && isPort(port)) {
            found.add(new Mention(host.intern(), form));
        }
    }

    private static String undotted(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isHost(String text) {
        return text.length() <= LONGEST_HOST
                && HOST.matcher(text).matches()
                && !ADDRESS.matcher(text).matches()
                && !text.equals("localhost");
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= HIGHEST_PORT;
    }
}
