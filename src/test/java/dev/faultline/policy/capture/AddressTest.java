package dev.faultline.policy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void anAddressFollowsFromTheNameAloneAndNeverChangesBetweenVersions() {
        assertThat(List.of(Address.of("inventory.shop"), Address.of("api.example.com"), Address.of("")))
                .containsExactly("127.114.78.203", "127.80.196.179", "127.99.176.205");
    }

    @Test
    void everyAddressIsALoopbackAddressOfOurRangeThatIsNoNetworkAndNoBroadcast() {
        var addresses = IntStream.range(0, 50_000)
                .mapToObj(number -> Address.of("host-" + number + ".example.com"))
                .toList();

        assertThat(addresses).allSatisfy(address -> {
            var bytes = address.split("[.]");
            assertThat(bytes[0]).isEqualTo("127");
            assertThat(Integer.parseInt(bytes[1])).isBetween(64, 127);
            assertThat(Integer.parseInt(bytes[2])).isBetween(0, 255);
            assertThat(Integer.parseInt(bytes[3])).isBetween(1, 254);
            assertThat(Address.isOurs(address)).isTrue();
        });
        assertThat(addresses.stream().distinct().count()).isGreaterThan(49_500);
    }

    @Test
    void otherAddressesAreNotOurs() {
        assertThat(List.of(
                        "127.0.0.1",
                        "127.63.1.1",
                        "127.128.1.1",
                        "127.64.1.0",
                        "127.64.1.255",
                        "127.64.256.1",
                        "127.64.01.1",
                        "128.64.1.1",
                        "127.64.1",
                        "127.64.1.1 ",
                        "::1",
                        ""))
                .noneMatch(Address::isOurs);
    }
}
