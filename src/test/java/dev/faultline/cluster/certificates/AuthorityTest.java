package dev.faultline.cluster.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorityTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final ServerNames NAMES =
            ServerNames.ofService("faultline-webhook.faultline-system", "cluster.local", List.of("127.0.0.1", "::1"));

    private final Authority authority = Authority.make("faultline-webhook-tls", NOW);

    @Test
    void whoTrustsTheAuthorityTrustsWhatItHasSigned() throws GeneralSecurityException {
        var leaf = authority.issue(NAMES, NOW);

        validate(leaf, authority.certificate(), NOW);
    }

    @Test
    void aClockThatIsSlowFindsTheCertificateValid() throws GeneralSecurityException {
        var leaf = authority.issue(NAMES, NOW);

        validate(leaf, authority.certificate(), NOW.minus(Duration.ofMinutes(50)));
    }

    @Test
    void anAuthorityOfTheSameNameIsNotTrusted() {
        var namesake = Authority.make("faultline-webhook-tls", NOW);
        var leaf = authority.issue(NAMES, NOW);

        assertThatThrownBy(() -> validate(leaf, namesake.certificate(), NOW))
                .isInstanceOf(GeneralSecurityException.class);
        assertThat(leaf.isSignedBy(namesake.certificate())).isFalse();
    }

    @Test
    void aCertificateIsForEachOfTheNamesAndForServersOnly() throws GeneralSecurityException {
        var certificate = authority.issue(NAMES, NOW).certificate();

        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(each -> String.valueOf(each.get(1)))
                .containsExactlyInAnyOrder(
                        "faultline-webhook.faultline-system",
                        "faultline-webhook.faultline-system.svc",
                        "faultline-webhook.faultline-system.svc.cluster.local",
                        "127.0.0.1",
                        "0:0:0:0:0:0:0:1");
        assertThat(NAMES.areCoveredBy(certificate)).isTrue();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    }

    @Test
    void aNameIsNotCoveredByOneThatLooksAlike() {
        var certificate = authority.issue(NAMES, NOW).certificate();

        assertThat(new ServerNames(Set.of("faultline-webhook")).areCoveredBy(certificate))
                .isFalse();
        assertThat(new ServerNames(Set.of("127.0.0.2")).areCoveredBy(certificate))
                .isFalse();
    }

    @Test
    void aNameTooLongForASubjectIsStillAName() {
        var names = new ServerNames(Set.of("a".repeat(63) + ".example.com"));

        assertThat(names.areCoveredBy(authority.issue(names, NOW).certificate()))
                .isTrue();
    }

    private static void validate(Leaf leaf, X509Certificate trusted, Instant at) throws GeneralSecurityException {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(leaf.chain()), parameters);
    }
}
