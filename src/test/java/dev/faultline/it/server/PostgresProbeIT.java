package dev.faultline.it.server;

import static dev.faultline.it.server.Asker.CLEAR;
import static dev.faultline.it.server.Asker.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ChildProcess;
import dev.faultline.probe.Aim.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL, which lets each of its users in by another way. */
class PostgresProbeIT {
    private static final int PORT = ChildProcess.freePort();
    private static final int MOST_CONNECTIONS = 6;
    private static final String IN_CLEAR = "untold: the password is not sent in clear; set tls for this check, or let "
            + "the server ask by scram-sha-256";

    private static final Asker ASKER = new Asker(Product.Postgres);
    private static final ServerHome HOME = new ServerHome("postgres");
    private static RealServer server;

    @BeforeAll
    static void start() {
        var data = HOME.file("data");
        HOME.certify("server", ASKER.authority().issue());
        Programs.giveToNobody(HOME.file(""));
        run("initdb", "-D", data.toString(), "-U", "postgres", "--no-sync", "--no-locale", "--encoding=UTF8");
        HOME.write("data/pg_hba.conf", """
                host all open  127.0.0.1/32 trust
                host all md5   127.0.0.1/32 md5
                host all clear 127.0.0.1/32 password
                host all cert  127.0.0.1/32 ident
                host all probe,faultline-probe,absent,nowhere 127.0.0.1/32 scram-sha-256
                """);
        HOME.write("data/postgresql.conf", """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = %d
                superuser_reserved_connections = 0
                max_wal_senders = 0
                fsync = off
                ssl = on
                ssl_cert_file = '%s'
                ssl_key_file = '%s'
                """.formatted(
                        PORT, MOST_CONNECTIONS, HOME.file("server.crt"), HOME.file("server.key")));
        makeUsers(data);
        var command = command("postgres", "-D", data.toString());
        server = new RealServer("postgres", new ProcessBuilder(command), () -> ASKER.knock(PORT, CLEAR));
    }

    private static void makeUsers(Path data) {
        Programs.run(
                new ProcessBuilder(command("postgres", "--single", "-D", data.toString(), "postgres")),
                "SET password_encryption = 'scram-sha-256'",
                "CREATE ROLE probe LOGIN PASSWORD 's3cret'",
                "CREATE ROLE clear LOGIN PASSWORD 's3cret'",
                "CREATE ROLE open LOGIN",
                "SET password_encryption = 'md5'",
                "CREATE ROLE md5 LOGIN PASSWORD 's3cret'");
    }

    private static void run(String... command) {
        Programs.run(new ProcessBuilder(command(command)));
    }

    /** Debian's, which speaks TLS. */
    private static List<String> command(String... command) {
        var folders = IntStream.iterate(19, version -> version > 12, version -> version - 1)
                .mapToObj(version -> "/usr/lib/postgresql/" + version + "/bin")
                .toArray(String[]::new);
        var words = new ArrayList<>(List.of(command));
        words.set(0, Programs.find(command[0], "postgresql", folders).toString());
        return Programs.asNobody(words);
    }

    @AfterAll
    static void stop() {
        server.close();
        HOME.close();
        ASKER.close();
    }

    @Test
    void aServerThatAsksWhoThatIsAnswers() {
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
        assertThat(ASKER.knock(PORT, OURS)).isEqualTo("good");
    }

    @Test
    void aUserMakesAQueryByScramAlsoInClear() {
        assertThat(ASKER.login(PORT, CLEAR, "probe")).isEqualTo("good");
        assertThat(ASKER.login(PORT, OURS, "probe")).isEqualTo("good");
        assertThat(ASKER.login(PORT, CLEAR, "open")).isEqualTo("good");
    }

    @Test
    void otherWaysAreGoneByTlsOnly() {
        assertThat(ASKER.login(PORT, OURS, "md5")).isEqualTo("good");
        assertThat(ASKER.login(PORT, OURS, "clear")).isEqualTo("good");
        assertThat(ASKER.login(PORT, CLEAR, "md5")).isEqualTo(IN_CLEAR);
        assertThat(ASKER.login(PORT, CLEAR, "clear")).isEqualTo(IN_CLEAR);
    }

    @Test
    void aUserThatIsNotWelcomeIsTold() {
        assertThat(ASKER.login(PORT, CLEAR, "wrong")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(PORT, OURS, "wrong")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(PORT, CLEAR, "absent")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(PORT, CLEAR, "unlisted")).isEqualTo(Asker.REFUSED_LOGIN);
    }

    @Test
    void aCertificateMustBeGood() {
        assertThat(ASKER.knock(PORT, Asker.OF_THE_SYSTEM)).isEqualTo(Asker.UNTRUSTED);
        assertThat(ASKER.knock(PORT, Asker.OF_ANOTHER_NAME)).isEqualTo(Asker.WRONG_NAME);
    }

    @Test
    void aServerThatIsFullSaysSo() throws IOException {
        var guests = new ArrayList<Socket>();
        try {
            for (var count = 0; count < MOST_CONNECTIONS; count++) {
                guests.add(guest());
            }
            assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("the server has too many connections, and takes no more");
        } finally {
            for (var guest : guests) {
                guest.close();
            }
        }
    }

    /** A session of user open, which lasts. */
    private static Socket guest() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
        var pairs = "\0\3\0\0user\0open\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(new byte[] {0, 0, 0, (byte) (pairs.length + 4)});
        socket.getOutputStream().write(pairs);
        assertThat(socket.getInputStream().read()).isEqualTo('R');
        return socket;
    }

    @Test
    void aServerThatStandsStillIsLate() {
        server.freeze();
        assertThat(ASKER.knockShortly(PORT, CLEAR)).isEqualTo("no answer within 500ms");
        server.thaw();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
    }

    @Test
    void aServerIsDownAndUpAgainAndItsCertificateHasExpired() {
        server.stop();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("connection refused");

        HOME.certify("server", ASKER.authority().issueExpired("localhost"));
        Programs.giveToNobody(HOME.file("server.key"));
        server.startAgain();
        assertThat(ASKER.login(PORT, CLEAR, "probe")).isEqualTo("good");
        assertThat(ASKER.login(PORT, OURS, "probe")).isEqualTo(Asker.EXPIRED);

        server.stop();
        HOME.certify("server", ASKER.authority().issue());
        Programs.giveToNobody(HOME.file("server.key"));
        server.startAgain();
        assertThat(ASKER.login(PORT, OURS, "probe")).isEqualTo("good");
    }
}
