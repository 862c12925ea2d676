package dev.faultline.net;

import static dev.faultline.net.Peer.server;
import static dev.faultline.net.Peer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Aim.Product;
import dev.faultline.probe.trust.Keyring;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What servers with a protocol of their own answer somebody who does not say who he is. */
class HandshakeTest {
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    private static final Duration PLENTY = Duration.ofSeconds(20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void close() {
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @ParameterizedTest(name = "PostgreSQL, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "asks for SCRAM    | R{00000017 0000000a}SCRAM-SHA-256{0000}           | good",
                "asks for nothing  | R{00000008 00000000}                              | good",
                "has a newer minor | v{0000000c 00030000 00000000}R{00000008 00000003} | good",
                "knows no user     | E{00000018}SFATAL{00}C28000{00}Msecret{0000}      | good",
                "knows no database | E{00000018}SFATAL{00}C3D000{00}Msecret{0000}      | good",
                "starts            | E{00000018}SFATAL{00}C57P03{00}Msecret{0000}"
                        + "| the server is starting, stopping or recovering, and takes no connection yet",
                "is full           | E{00000018}SFATAL{00}C53300{00}Msecret{0000}"
                        + "| the server has too many connections, and takes no more",
                "stops             | E{00000018}SFATAL{00}C57P01{00}Msecret{0000}"
                        + "| the server is being stopped, or somebody ended the session",
                "has no disk left  | E{00000018}SFATAL{00}C53100{00}Msecret{0000}"
                        + "| the server has run out of memory, disk or another resource",
                "is broken         | E{00000018}SFATAL{00}CXX001{00}Msecret{0000}"
                        + "| the server has found data of its own broken, or an error of its own",
                "has no code       | E{00000011}SFATAL{00}Msec{0000}   | no PostgreSQL is spoken there",
                "has an odd code   | E{00000012}SFATAL{00}C28 0{0000}  | no PostgreSQL is spoken there",
                "is a web server   | HTTP says 400 Bad Request\\r\\n    | no PostgreSQL is spoken there",
                "is MySQL          | J{00000a}8.0.36{00}               | no PostgreSQL is spoken there",
                "speaks TLS        | {15 03 03 00 02 02 46}            | the server speaks TLS; set tls for this check",
                "has a bad length  | R{00000003 00000000}              | no PostgreSQL is spoken there",
                "has a mad length  | R{7fffffff 00000000}              | the answer is longer than 64 KiB",
                "breaks off        | R{00000008 0000}                  | connection closed in the answer",
            })
    void postgresql(String how, String says, String said) throws IOException {
        assertThat(answer(Product.Postgres, says, false)).isEqualTo(said);
    }

    @ParameterizedTest(name = "Redis, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "is well           | +PONG\\r\\n                                       | good",
                "asks for a user   | -NOAUTH Authentication required.\\r\\n            | good",
                "has ACLs          | -NOPERM this user has no permissions\\r\\n        | good",
                "loads             | -LOADING Redis is loading\\r\\n                   | the server is loading its data",
                "lost its master   | -MASTERDOWN Link with MASTER is down\\r\\n"
                        + "| the server is a replica whose link to its master is down",
                "runs a script     | -BUSY Redis is busy\\r\\n | the server is busy with a script",
                "is protected      | -DENIED Redis is running in protected mode\\r\\n"
                        + "| the server takes connections of its own host only (its protected mode)",
                "is full           | -ERR max number of clients reached\\r\\n"
                        + "| the server answers PING with an error, as it does when it has too many clients",
                "says otherwise    | +secret\\r\\n                       | no Redis is spoken there",
                "is a web server   | HTTP says 400 Bad Request\\r\\n      | no Redis is spoken there",
                "speaks TLS        | {15 03 03 00 02 02 46}              | the server speaks TLS; set tls for this check",
                "breaks off        | +PON                                | connection closed in the answer",
            })
    void redis(String how, String says, String said) throws IOException {
        assertThat(answer(Product.Redis, says, false)).isEqualTo(said);
    }

    @Test
    void aLineOfRedisThatNeverEndsIsNotReadForEver() throws IOException {
        assertThat(answer(Product.Redis, "+" + "x".repeat(5000), true)).isEqualTo("no Redis is spoken there");
    }

    @ParameterizedTest(name = "Kafka, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tells versions    | {00000010 00000001 0000 00000001 0012 0000 0004} | good",
                "knows other ones  | {00000010 00000001 0023 00000001 0012 0003 0004} | good",
                "has an error      | {00000006 00000001 ffff}                         | the broker answers with an error",
                "answers others    | {00000010 00000002 0000 00000001 0012 0000 0004} | no Kafka is spoken there",
                "says too little   | {00000005 00000001 00}                           | no Kafka is spoken there",
                "has a bad length  | {ffffffff 00000001 0000}                         | no Kafka is spoken there",
                "has a mad length  | {7fffffff 00000001 0000}                         | the answer is longer than 64 KiB",
                "is a web server   | HTTP says 400 Bad Request\\r\\n                   | no Kafka is spoken there",
                "speaks TLS        | {15 03 03 00 02 02 46}                           "
                        + "| the server speaks TLS; set tls for this check",
                "breaks off        | {00000010 00000001 00}                           | connection closed in the answer",
            })
    void kafka(String how, String says, String said) throws IOException {
        assertThat(answer(Product.Kafka, says, false)).isEqualTo(said);
    }

    @ParameterizedTest(name = "AMQP, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "starts            | {01 0000 00000006 000a 000a 0009 ce}                             | good",
                "beats first       | {08 0000 00000000 ce 01 0000 00000006 000a 000a 0009 ce}         | good",
                "speaks 1.0        | AMQP{00 01 00 00} "
                        + "| the server speaks another version of AMQP; 0-9-1 is asked for",
                "closes            | {01 0000 00000006 000a 0032 0009 ce}                   | no AMQP is spoken there",
                "has no end        | {01 0000 00000006 000a 000a 0009 00}                   | no AMQP is spoken there",
                "has a channel     | {01 0001 00000006 000a 000a 0009 ce}                   | no AMQP is spoken there",
                "has another class | {01 0000 00000006 0014 000a 0009 ce}                   | no AMQP is spoken there",
                "has a mad length  | {01 0000 7fffffff 000a 000a 0009 ce}         | the answer is longer than 64 KiB",
                "is a web server   | HTTP says 400 Bad Request\\r\\n                         | no AMQP is spoken there",
                "breaks off        | {01 0000 00000006 000a}                                | connection closed in the answer",
            })
    void amqp(String how, String says, String said) throws IOException {
        assertThat(answer(Product.Amqp, says, false)).isEqualTo(said);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatHangsIsLate(Product product) throws IOException {
        assertThat(answer(product, "", true)).isEqualTo("no answer within 600ms");
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatHangsUpHasNotAnswered(Product product) throws IOException {
        assertThat(answer(product, "", false)).isEqualTo("connection closed without an answer");
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsNotThereRefuses(Product product) throws IOException {
        int port;
        try (var server = ScriptServer.saying("", true)) {
            port = server.port();
        }

        assertThat(words(prober().ask("shop", server(product, port), TIMEOUT))).isEqualTo("connection refused");
    }

    @Test
    void nobodysNameIsToldToPostgresql() throws IOException {
        try (var server = ScriptServer.saying("R{00000008 00000000}", true)) {
            prober().ask("shop", server(Product.Postgres, server.port()), PLENTY);

            assertThat(new String(server.heard().getFirst(), StandardCharsets.US_ASCII))
                    .endsWith("\0\3\0\0user\0faultline-probe\0database\0postgres\0"
                            + "application_name\0faultline-probe\0\0");
        }
    }

    private String answer(Product product, String says, boolean holds) throws IOException {
        try (var server = ScriptServer.saying(says, holds)) {
            return words(prober().ask("shop", server(product, server.port()), holds ? TIMEOUT : PLENTY));
        }
    }

    private NetProber prober() {
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        var allowing = Allowance.of(List.of("peer.test"));
        return new NetProber(new Dialler(here, _ -> new Standing.Outside(), allowing), Keyring.NONE, timer, loops);
    }
}
