package dev.faultline.xds.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Inflow;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.live.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replicas of two versions meet during an upgrade. */
class NewsTest {
    private static final Map<String, Reading> READINGS =
            Map.of("stock", new Reading(Standing.Partial, 3, 1, 5, 10, 0, 0));
    private static final Map<String, Inflow> INFLOWS =
            Map.of("http", new Inflow(5, new Arrivals(Map.of("pay", 7L), 10, 1, 2, 1)));
    private static final News NEWS = new News("shop", "web-1", "uid-1", News.Kind.Current, "", READINGS, INFLOWS);

    /** As a replica that knows of no requests writes it. */
    private static final String OLDER = """
            [{"namespace":"shop","pod":"web-1","uid":"uid-1","kind":"Current","message":"","readings":{"stock":\
            {"standing":"Partial","endpoints":3,"ejected":1,"seconds":5.0,"calls":10,"errors":0,"retries":0}}}]""";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoAsksForAllIsToldOfRequestsToo() {
        var told = News.read(News.write(List.of(NEWS), News.audience(News.ASKED)));

        assertThat(told).containsExactly(NEWS);
        assertThat(told.getFirst().told()).isEqualTo(new Account.Told(READINGS, INFLOWS));
    }

    @Test
    void anOlderReplicaIsToldNoWordThatItDoesNotKnow() throws IOException {
        var mapper = new ObjectMapper();

        assertThat(mapper.readTree(News.write(List.of(NEWS), News.audience(new byte[0]))))
                .isEqualTo(mapper.readTree(OLDER));
    }

    @Test
    void anOlderReplicaIsUnderstood() {
        assertThat(News.read(bytes(OLDER)))
                .extracting(News::told)
                .containsExactly(new Account.Told(READINGS, Map.of()));
    }

    @Test
    void whatANewerReplicaTellsBesidesIsPassedOver() {
        var newer =
                OLDER.replace("\"kind\"", "\"later\":{\"a\":1},\"kind\"").replace("\"calls\"", "\"later\":1,\"calls\"");

        assertThat(News.read(bytes(newer)))
                .extracting(News::told)
                .containsExactly(new Account.Told(READINGS, Map.of()));
    }

    @Test
    void thatAPodShedsIsNewsAndHowMuchIsNot() {
        var more = new News(
                "shop",
                "web-1",
                "uid-1",
                News.Kind.Current,
                "",
                READINGS,
                Map.of("http", new Inflow(60, new Arrivals(Map.of(), 100, 9, 50, 9))));
        var none = new News("shop", "web-1", "uid-1", News.Kind.Current, "", READINGS, null);

        assertThat(NEWS.isLike(more)).isTrue();
        assertThat(NEWS.isLike(none)).isFalse();
    }
}
