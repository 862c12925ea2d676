package dev.faultline.cluster.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyringTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Renewal RENEWAL = new Renewal("test", new ServerNames(Set.of("localhost")));

    private final Keyring made = RENEWAL.anew(NOW, "").keyring();

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        assertThat(Keyring.read(secret(made.data()))).isEqualTo(new Keyring.Reading.Usable(made));
    }

    @Test
    void aSecretOfSomebodyElseHasNoKeyOfTheAuthority() {
        var data = new TreeMap<>(made.data());
        data.remove("ca.key");

        assertThat(Keyring.read(secret(data))).isInstanceOfSatisfying(Keyring.Reading.Usable.class, usable -> {
            assertThat(usable.keyring().signer()).isEmpty();
            assertThat(usable.keyring().leaf()).isEqualTo(made.leaf());
        });
    }

    @Test
    void aKeyIsReadInTheOlderFormToo() throws IOException {
        var data = new TreeMap<>(made.data());
        data.put("tls.key", encoded(sec1(made.leaf())));

        assertThat(Keyring.read(secret(data)))
                .isInstanceOfSatisfying(
                        Keyring.Reading.Usable.class,
                        usable -> assertThat(usable.keyring().leaf().isPair()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
                    ca.crt,  null,           ca.crt holds no certificate
                    ca.crt,  not base64 !,   ca.crt is not base64
                    tls.crt, '',             tls.crt holds no certificate
                    tls.key, null,           tls.key holds no private key
                    tls.key, aGVsbG8=,       tls.key holds no private key
                    ca.key,  aGVsbG8=,       ca.key holds no private key
                    """)
    void aDamagedEntryIsNamed(String entry, String value, String problem) {
        var data = new TreeMap<>(made.data());
        if (value == null) {
            data.remove(entry);
        } else {
            data.put(entry, value);
        }

        assertThat(Keyring.read(secret(data))).isEqualTo(new Keyring.Reading.Damaged(problem));
    }

    @Test
    void aCertificateWithOneByteChangedIsDamaged() {
        var data = new TreeMap<>(made.data());
        data.put("tls.crt", encoded(made.leaf().chainAsPem().replaceFirst("MII", "AAA")));

        assertThat(Keyring.read(secret(data)))
                .isEqualTo(new Keyring.Reading.Damaged("tls.crt is no certificate in PEM"));
    }

    @Test
    void aKeyOfAnotherCertificateIsDamaged() {
        var data = new TreeMap<>(made.data());
        data.put(
                "tls.key", encoded(Pem.of(RENEWAL.anew(NOW, "").keyring().leaf().key())));

        assertThat(Keyring.read(secret(data)))
                .isEqualTo(new Keyring.Reading.Damaged("tls.key is not the key of tls.crt"));
    }

    @Test
    void aSecretWithoutDataIsDamaged() {
        assertThat(Keyring.read(
                        new SecretBuilder().withNewMetadata().endMetadata().build()))
                .isEqualTo(new Keyring.Reading.Damaged("ca.crt holds no certificate"));
    }

    private static Secret secret(Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("test")
                .endMetadata()
                .withData(data)
                .build();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** As Go and OpenSSL write it, with the curve and the public key in it. */
    private static String sec1(Leaf leaf) throws IOException {
        var key = PrivateKeyInfo.getInstance(leaf.key().getEncoded());
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(new PemObject(
                    "EC PRIVATE KEY",
                    new ECPrivateKey(
                                    256,
                                    ((java.security.interfaces.ECPrivateKey) leaf.key()).getS(),
                                    SubjectPublicKeyInfo.getInstance(leaf.certificate()
                                                    .getPublicKey()
                                                    .getEncoded())
                                            .getPublicKeyData(),
                                    key.getPrivateKeyAlgorithm().getParameters())
                            .getEncoded()));
        }
        return text.toString();
    }
}
