package dev.faultline.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name means what it means in a pod of the probe's namespace. */
class NamesTest {
    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "orders-db | orders-db.shop.svc.cluster.local., orders-db.svc.cluster.local., orders-db.cluster.local., "
                        + "orders-db.",
                "db.stock | db.stock.shop.svc.cluster.local., db.stock.svc.cluster.local., db.stock.cluster.local., "
                        + "db.stock.",
                "a.b.c.d.e.example | a.b.c.d.e.example., a.b.c.d.e.example.shop.svc.cluster.local., "
                        + "a.b.c.d.e.example.svc.cluster.local., a.b.c.d.e.example.cluster.local.",
                "db.example. | db.example.",
                "127.0.0.1 | 127.0.0.1",
                "::1 | ::1",
            })
    void aNameIsReadAsAPodWouldReadIt(String name, String readings) {
        assertThatThrownBy(() -> names("nothing").resolve("shop", name)).isInstanceOf(UnknownHostException.class);

        assertThat(asked).containsExactlyElementsOf(Arrays.asList(readings.split(", +")));
    }

    @Test
    void theFirstReadingThatIsKnownCounts() throws UnknownHostException {
        var found = names("orders-db.svc.cluster.local.").resolve("shop", "orders-db");

        assertThat(found).containsExactly(InetAddress.ofLiteral("10.0.0.1"));
        assertThat(asked).hasSize(2);
    }

    private Names names(String known) {
        return new Names(
                name -> {
                    asked.add(name);
                    if (!name.equals(known)) {
                        throw new UnknownHostException(name);
                    }
                    return List.of(InetAddress.ofLiteral("10.0.0.1"));
                },
                "cluster.local");
    }
}
