package dev.faultline.net.line;

import java.io.EOFException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why TLS came to nothing, in the words of whoever has to mend it. */
public final class TlsTrouble {
    private static final String EXPIRED = "the certificate has expired";
    private static final String EARLY = "the certificate is not valid yet";
    private static final String UNTRUSTED = "the certificate is not signed by a CA that is trusted; name its CA in "
            + "tls.caSecretRef or tls.caConfigMapRef";

    private TlsTrouble() {}

    /** Only kinds of exceptions are looked at, and words of the library: never what was received. */
    public static String words(Throwable problem) {
        return Stream.iterate(problem, each -> each != null, Throwable::getCause)
                .map(TlsTrouble::ofCertificate)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> ofHandshake(problem));
    }

    private static Optional<String> ofCertificate(Throwable problem) {
        return switch (problem) {
            case CertificateExpiredException _ -> Optional.of(EXPIRED);
            case CertificateNotYetValidException _ -> Optional.of(EARLY);
            case CertPathValidatorException path -> ofPath(path.getReason());
            case CertPathBuilderException _ -> Optional.of(UNTRUSTED);
            case CertificateException name
            when isOfAnotherName(name) ->
                Optional.of("the certificate is for another name; set tls.serverName to one that it has");
            case CertificateException plain
            when plain.getCause() == null -> Optional.of("the certificate is not valid");
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofPath(Reason reason) {
        return switch (reason) {
            case BasicReason.EXPIRED -> Optional.of(EXPIRED);
            case BasicReason.NOT_YET_VALID -> Optional.of(EARLY);
            case BasicReason.ALGORITHM_CONSTRAINED ->
                Optional.of("the certificate uses a key or a signature that is too weak");
            // By an authority that has the name of a trusted one, and not its key.
            case BasicReason.INVALID_SIGNATURE, PKIXReason.NO_TRUST_ANCHOR -> Optional.of(UNTRUSTED);
            default -> Optional.empty();
        };
    }

    private static boolean isOfAnotherName(CertificateException problem) {
        var words = String.valueOf(problem.getMessage());
        return words.startsWith("No subject alternative") || words.startsWith("No name matching");
    }

    private static String ofHandshake(Throwable problem) {
        var words = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("received fatal alert") || words.contains("protocol version")) {
            return ofAlert(words);
        }
        return problem.getCause() instanceof EOFException || words.contains("remote host terminated")
                ? "the server hangs up in the TLS handshake, as one does that speaks no TLS"
                : "no TLS is spoken there";
    }

    /** Source: RFC 8446 §6.2. */
    private static String ofAlert(String words) {
        if (words.contains("certificate_required") || words.contains("bad_certificate")) {
            return "the server wants a certificate of the client, which checks have not";
        }
        if (words.contains("protocol_version") || words.contains("protocol version")) {
            return "the server speaks TLS older than 1.2";
        }
        if (words.contains("unrecognized_name")) {
            return "the server has no certificate for that name; set tls.serverName to one that it has";
        }
        return "the server breaks off the TLS handshake";
    }
}
