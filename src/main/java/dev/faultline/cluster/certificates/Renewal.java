package dev.faultline.cluster.certificates;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what becomes of a keyring of our own.
 *
 * @param name of the authority, as people read it in the certificate
 * @param names the server's
 */
record Renewal(String name, ServerNames names) {
    /** A new authority is made known before it signs anything, so that nobody meets a certificate he does not trust. */
    static final Duration ANNOUNCED = Duration.ofMinutes(10);

    sealed interface Decision {
        /** @param until when to look again */
        record Keep(Instant until) implements Decision {}

        /** @param why one clause, for the log */
        record Replace(Keyring keyring, String why) implements Decision {}
    }

    Decision.Replace anew(Instant now, String why) {
        var authority = Authority.make(name, now);
        return new Decision.Replace(with(authority, List.of(), authority.issue(names, now)), why);
    }

    /** Pods that run trust the authority that they were given; a Secret that is lost must not lose them. */
    Decision.Replace putBack(Keyring good, Instant now, String why) {
        return switch (decide(good, now)) {
            case Decision.Keep _ -> new Decision.Replace(good, why);
            case Decision.Replace replace -> replace;
        };
    }

    Decision decide(Keyring found, Instant now) {
        var signer = found.signer().filter(Authority::isSound).filter(authority -> isValid(authority, now));
        if (signer.isEmpty()) {
            return anew(now, "its authority cannot sign");
        }
        var authority = signer.get();
        if (!Leaf.dueOf(authority.certificate()).isAfter(now)) {
            return successor(found, now);
        }
        return isUpToDate(found, authority, now)
                ? new Decision.Keep(earlier(found.leaf().due(), Leaf.dueOf(authority.certificate())))
                : leafOf(found, authority, now);
    }

    /** The old authority stays trusted, and what it has signed stays in use for now. */
    private Decision successor(Keyring found, Instant now) {
        return new Decision.Replace(
                with(Authority.make(name, now), found.authorities(), found.leaf()), "its authority grows old");
    }

    private Decision leafOf(Keyring found, Authority authority, Instant now) {
        var known = authority
                .certificate()
                .getNotBefore()
                .toInstant()
                .plus(Authority.BACKDATED)
                .plus(ANNOUNCED);
        if (known.isAfter(now) && isTrusted(found, now)) {
            return new Decision.Keep(known);
        }
        var older = found.authorities().stream()
                .skip(1)
                .filter(each -> each.getNotAfter().toInstant().isAfter(now))
                .toList();
        return new Decision.Replace(
                with(authority, older, authority.issue(names, now)), "its certificate is old, or for other names");
    }

    /** By an authority that was announced earlier than the one that signs now. */
    private boolean isTrusted(Keyring found, Instant now) {
        return names.areCoveredBy(found.leaf().certificate())
                && found.leaf().certificate().getNotAfter().toInstant().isAfter(now)
                && found.authorities().stream().skip(1).anyMatch(found.leaf()::isSignedBy);
    }

    private boolean isUpToDate(Keyring found, Authority authority, Instant now) {
        var start = found.leaf().certificate().getNotBefore().toInstant();
        return found.leaf().due().isAfter(now)
                && !start.isAfter(now)
                && names.areCoveredBy(found.leaf().certificate())
                && found.leaf().isSignedBy(authority.certificate());
    }

    private static Keyring with(Authority authority, List<X509Certificate> older, Leaf leaf) {
        var authorities = new ArrayList<X509Certificate>();
        authorities.add(authority.certificate());
        authorities.addAll(older);
        return new Keyring(authorities, Optional.of(authority.key()), leaf);
    }

    /** One that begins later is left alone: rather is this replica's clock slow than that of whoever made it fast. */
    private static boolean isValid(Authority authority, Instant now) {
        return authority.certificate().getNotAfter().toInstant().isAfter(now);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
