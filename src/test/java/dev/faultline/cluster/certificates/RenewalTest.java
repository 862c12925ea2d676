package dev.faultline.cluster.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.certificates.Renewal.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RenewalTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final ServerNames NAMES = new ServerNames(Set.of("faultline-webhook.faultline-system.svc"));
    private static final Renewal RENEWAL = new Renewal("faultline-webhook-tls", NAMES);

    private final Keyring made = RENEWAL.anew(NOW, "it was not there").keyring();

    @Test
    void aNewCertificateIsKeptUntilTwoThirdsOfItsLifeHavePassed() {
        var decision = RENEWAL.decide(made, NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Keep.class,
                        keep -> assertThat(keep.until())
                                .isBetween(NOW.plus(Duration.ofDays(59)), NOW.plus(Duration.ofDays(60))));
    }

    @Test
    void afterTwoThirdsOfItsLifeItIsRenewedByTheSameAuthority() {
        var renewed = replaced(made, NOW.plus(Duration.ofDays(61)));

        assertThat(renewed.authorities()).isEqualTo(made.authorities());
        assertThat(renewed.leaf().certificate().getNotAfter())
                .isAfter(made.leaf().certificate().getNotAfter());
        assertThat(renewed.leaf().key()).isNotEqualTo(made.leaf().key());
    }

    @Test
    void aCertificateForOtherNamesIsRenewed() {
        var wanted = new ServerNames(Set.of("faultline-webhook.faultline-system.svc", "webhook.example.com"));

        var decision = new Renewal("faultline-webhook-tls", wanted).decide(made, NOW);

        assertThat(decision).isInstanceOfSatisfying(Decision.Replace.class, replace -> {
            assertThat(wanted.areCoveredBy(replace.keyring().leaf().certificate()))
                    .isTrue();
            assertThat(replace.keyring().authorities()).isEqualTo(made.authorities());
        });
    }

    @Test
    void aCertificateForMoreNamesThanAreWantedIsKept() {
        var more = new ServerNames(Set.of("faultline-webhook.faultline-system.svc", "127.0.0.1"));
        var found = new Renewal("faultline-webhook-tls", more).anew(NOW, "").keyring();

        assertThat(RENEWAL.decide(found, NOW)).isInstanceOf(Decision.Keep.class);
    }

    @Test
    void aCertificateThatAnotherAuthorityHasSignedIsRenewed() {
        var foreign = Authority.make("faultline-webhook-tls", NOW).issue(NAMES, NOW);
        var later = NOW.plus(Renewal.ANNOUNCED);

        var renewed = replaced(new Keyring(made.authorities(), made.signingKey(), foreign), later);

        assertThat(renewed.leaf().isSignedBy(made.authorities().getFirst())).isTrue();
    }

    @Test
    void aCertificateFromTheFutureIsRenewed() {
        var early = made.signer().orElseThrow().issue(NAMES, NOW.plus(Duration.ofDays(2)));

        var renewed = replaced(new Keyring(made.authorities(), made.signingKey(), early), NOW);

        assertThat(renewed.leaf().certificate().getNotBefore().toInstant()).isBefore(NOW);
    }

    @Test
    void anOldAuthorityGetsASuccessorThatIsAnnouncedBeforeItSigns() {
        var old = NOW.plus(Duration.ofDays(2500));
        var leaf = made.signer().orElseThrow().issue(NAMES, old);

        var announced = replaced(new Keyring(made.authorities(), made.signingKey(), leaf), old);

        assertThat(announced.authorities())
                .hasSize(2)
                .endsWith(made.authorities().getFirst());
        assertThat(announced.leaf()).isEqualTo(leaf);
        assertThat(RENEWAL.decide(announced, old.plusSeconds(1)))
                .isInstanceOfSatisfying(
                        Decision.Keep.class, keep -> assertThat(keep.until()).isEqualTo(old.plus(Renewal.ANNOUNCED)));
        var signed = replaced(announced, old.plus(Renewal.ANNOUNCED));
        assertThat(signed.leaf().isSignedBy(announced.authorities().getFirst())).isTrue();
        assertThat(signed.authorities()).isEqualTo(announced.authorities());
    }

    @Test
    void anAuthorityThatHasEndedIsTrustedNoMore() {
        var old = NOW.plus(Duration.ofDays(2500));
        var announced = replaced(made, old);

        var signed = replaced(announced, NOW.plus(Authority.LIFE).plusSeconds(1));

        assertThat(signed.authorities()).containsExactly(announced.authorities().getFirst());
    }

    @Test
    void withoutTheKeyOfTheAuthorityAllIsMadeAnew() {
        var other = Authority.make("other", NOW);

        assertThat(replaced(new Keyring(made.authorities(), Optional.empty(), made.leaf()), NOW)
                        .authorities())
                .doesNotContainAnyElementsOf(made.authorities());
        assertThat(replaced(new Keyring(made.authorities(), Optional.of(other.key()), made.leaf()), NOW)
                        .authorities())
                .doesNotContainAnyElementsOf(made.authorities());
    }

    @Test
    void aServerCertificateIsNoAuthority() {
        var leaf = made.leaf();

        var renewed = replaced(new Keyring(List.of(leaf.certificate()), Optional.of(leaf.key()), leaf), NOW);

        assertThat(renewed.authorities()).doesNotContain(leaf.certificate());
    }

    @Test
    void whatIsGoodIsPutBackAsItWas() {
        var back = RENEWAL.putBack(made, NOW, "it was not there");

        assertThat(back.keyring()).isEqualTo(made);
    }

    private static Keyring replaced(Keyring found, Instant now) {
        var decision = RENEWAL.decide(found, now);
        assertThat(decision).isInstanceOf(Decision.Replace.class);
        return ((Decision.Replace) decision).keyring();
    }
}
