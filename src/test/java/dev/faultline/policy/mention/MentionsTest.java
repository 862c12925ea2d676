package dev.faultline.policy.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {
    private static String read(String text) {
        var mentions = new Mentions();
        mentions.read(text);
        return mentions.found().stream()
                .map(mention -> mention.host() + " " + mention.form())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inventory | inventory Word",
                "Inventory.Shop. | inventory.shop Word",
                "inventory:80 | inventory HostAndPort",
                "inventory.shop.svc.cluster.local:80/path | inventory.shop.svc.cluster.local HostAndPort",
                "b-0.b:9092,b-1.b:9092; c:1 | b-0.b HostAndPort, b-1.b HostAndPort, c HostAndPort",
                "http://inventory | inventory Url",
                "HTTPS://API.example.com:443/v1?x=y#z | api.example.com Url",
                "jdbc:postgresql://db:5432/orders?ssl=true | db Url",
                "postgres://user:pass@db:5432/orders | db Url",
                "mongodb://u:p,x@a:1,b:2/db | a Url, b Url",
                "amqp://user@mq | mq Url",
                "redis://:secret@cache:6379/0 | cache Url",
                "http://one http://two,http://three/ | one Url, two Url, three Url",
                "{\"url\":\"http://one/\"} | one Url",
                "--url=grpc://reco:9000 | reco Url"
            })
    void hostsAreReadOutOfText(String text, String hosts) {
        assertThat(read(text)).isEqualTo(hosts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "some words",
                "true",
                "10.0.0.7:80",
                "http://10.0.0.7/",
                "http://[::1]:80/",
                "localhost:80",
                "http://localhost",
                "inventory:port",
                "inventory:99999",
                "http://$(HOST):80",
                "file:///etc/app.conf",
                "s3://bucket.of.ours/key",
                "://",
                "a b://",
                "user:12@host",
                "postgres://first.last:12/34@db/x",
                "postgres://first.last:12?34@db",
                "postgres://first.last:a#b@db"
            })
    void nothingIsReadWhereThereIsNoHostOrItCannotBeTold(String text) {
        // "true" may be a Service for all that is known here; nobody calls one that.
        assertThat(read(text)).isIn("", "true Word");
    }

    @Test
    void nothingOfAPasswordIsTakenForAHost() {
        assertThat(read("postgres://u:my.secret.word,other.word@db:5432/x")).isEqualTo("db Url");
        assertThat(read("postgres://u:my.secret.word:1@db")).isEqualTo("db Url");
        assertThat(read("postgres://u:p://my.secret.word@db")).isEqualTo("db Url");
        assertThat(read("u:my.secret:1@db:1")).isEmpty();
    }

    @Test
    void longTextsAndLongListsAreCutShort() {
        var list = IntStream.range(0, 10_000).mapToObj(i -> "host" + i + ":1").collect(Collectors.joining(","));
        assertThat(read(list).split(", ")).hasSize(Mentions.MOST);
        assertThat(read("a".repeat(10_000))).isEmpty();
        assertThat(read("a.".repeat(5_000) + "://" + "b.".repeat(5_000))).isEmpty();
        assertThat(read("a://".repeat(5_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db | db.shop",
                "db.data | db.data",
                "db.data.svc | db.data",
                "db.data.svc.cluster.local | db.data",
                "db-0.db | db-0.db db.shop",
                "db-0.db.data | db.data",
                "db-0.db.data.svc.cluster.local | db.data",
                "api.example.com | ''",
                "db.svc | ''",
                "a.b.c.d | ''"
            })
    void aHostNamesServices(String host, String services) {
        assertThat(ServiceName.of(host, "shop").stream()
                        .map(service -> service.name() + "." + service.namespace())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(services);
    }
}
