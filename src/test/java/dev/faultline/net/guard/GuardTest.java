package dev.faultline.net.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faultline.net.guard.Guard.Candidate;
import dev.faultline.net.guard.Guard.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be dialled for a probe in namespace shop. */
class GuardTest {

    @ParameterizedTest(name = "{0}, {1}, with {2} allowed: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // The rest of the world.
                "203.0.113.7       | Outside  |                  | open",
                "10.1.2.3          | Outside  |                  | open",
                "2001:db8::1       | Outside  |                  | open",
                // Never, however it is written.
                "127.0.0.1         | Outside  |                  | is a loopback address",
                "127.9.9.9         | Outside  |                  | is a loopback address",
                "::1               | Outside  |                  | is a loopback address",
                "::ffff:127.0.0.1  | Outside  |                  | is a loopback address",
                "::ffff:7f00:1     | Outside  |                  | is a loopback address",
                "::127.0.0.1       | Outside  |                  | is a loopback address",
                "64:ff9b::7f00:1   | Outside  |                  | is a loopback address",
                "64:ff9b::a9fe:a9fe| Outside  |                  | is a link-local address",
                "169.254.169.254   | Outside  |                  | is a link-local address",
                "::ffff:169.254.0.1| Outside  |                  | is a link-local address",
                "fe80::1           | Outside  |                  | is a link-local address",
                "0.0.0.0           | Outside  |                  | is an unspecified address",
                "::                | Outside  |                  | is an unspecified address",
                "224.0.0.1         | Outside  |                  | is a multicast address",
                "ff02::1           | Outside  |                  | is a multicast address",
                "255.255.255.255   | Outside  |                  | is a reserved or broadcast address",
                // A wide range does not mean them, one of their own does.
                "127.0.0.1         | Outside  | 0.0.0.0/0        | is a loopback address",
                "127.0.0.1         | Outside  | 127.0.0.0/8      | open",
                "127.0.0.1         | Outside  | 127.0.0.1/32     | open",
                "127.0.0.2         | Outside  | 127.0.0.1/32     | is a loopback address",
                "::1               | Outside  | ::/0             | is a loopback address",
                "::1               | Outside  | ::1/128          | open",
                // Within the cluster.
                "10.1.2.3          | shop     |                  | open",
                "10.1.2.3          | bank     |                  | belongs to another namespace",
                "10.1.2.3          | bank     | 10.1.0.0/16      | open",
                "10.1.2.3          | bank     | 10.2.0.0/16      | belongs to another namespace",
                "10.1.2.3          | shop+bank|                  | open",
                "10.1.2.3          | Node     |                  | is a node",
                "10.1.2.3          | Node     | 10.0.0.0/8       | is a node",
                "10.1.2.3          | Node     | 10.1.2.3/32      | open",
                "10.1.2.3          | Api      | 0.0.0.0/0        | is the API server",
                "10.1.2.3          | Operator | 0.0.0.0/0        | is the operator itself",
                // By name, whatever it leads to.
                "127.0.0.1         | Outside  | ledger           | open",
                "127.0.0.1         | Outside  | other            | is a loopback address",
                "10.1.2.3          | bank     | ledger           | open",
            })
    void anAddressIsJudged(String address, String standing, String allowed, String verdict)
            throws UnknownHostException {
        var candidate = new Candidate("shop", "ledger", InetAddress.getByName(address.strip()));
        var allowance = allowed == null ? Allowance.NONE : Allowance.of(List.of(allowed));

        var judged = Guard.judge(candidate, standing(standing), allowance);

        assertThat(judged).isEqualTo(verdict.equals("open") ? new Verdict.Open() : new Verdict.Closed(verdict));
    }

    private static Standing standing(String word) {
        return switch (word) {
            case "Outside" -> new Standing.Outside();
            case "Node" -> new Standing.Node();
            case "Api" -> new Standing.ApiServer();
            case "Operator" -> new Standing.Operator();
            default -> new Standing.Inside(Set.copyOf(Arrays.asList(word.split("[+]"))));
        };
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "LEDGER", "127.1", "a b", "http://ledger", "''", "::1", "1::2::3/64"})
    void anEntryThatIsNeitherARangeNorANameIsRefused(String entry) {
        assertThatThrownBy(() -> Allowance.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(entry + " is neither");
    }

    @ParameterizedTest
    @CsvSource({
        "ledger,      ledger, 127.0.0.1,    true",
        "Ledger,      ledger, 10.1.2.3,     true",
        "ledger,      other,  127.0.0.1,    false",
        "127.0.0.1,   127.0.0.1, 127.0.0.1, true",
        "127.0.0.1,   127.0.0.2, 127.0.0.2, false",
        "::1,         ::1,    ::1,          true",
        "10.1.2.3,    10.1.2.3, 10.1.2.3,   true",
        "10.1.2.3,    10.1.2.4, 10.1.2.4,   false",
        "'',          ledger, 10.1.2.3,     false",
    })
    void oneHostIsOpenWhereverItIsAndNoOther(String only, String host, String address, boolean open)
            throws UnknownHostException {
        var candidate = new Candidate("faultline-system", host, InetAddress.getByName(address));

        var judged = Guard.judge(candidate, new Standing.Inside(Set.of("bank")), Allowance.only(only));

        assertThat(judged instanceof Verdict.Open).isEqualTo(open);
    }

    @Test
    void aRangeHoldsItsAddressesAndNoOther() {
        var range = Cidr.of("10.1.128.0/17");

        assertThat(List.of("10.1.128.0", "10.1.255.255")).allMatch(each -> range.contains(InetAddress.ofLiteral(each)));
        assertThat(List.of("10.1.127.255", "10.2.0.0", "::1"))
                .noneMatch(each -> range.contains(InetAddress.ofLiteral(each)));
    }
}
