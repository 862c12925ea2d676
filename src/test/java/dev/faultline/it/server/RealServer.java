package dev.faultline.it.server;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/** A server that is started, stopped, started again, and made to stand still. */
final class RealServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;

    private final String name;
    private final ProcessBuilder builder;
    private final Supplier<String> knock;
    private ChildProcess process;

    /** @param knock says good once it serves */
    RealServer(String name, ProcessBuilder builder, Supplier<String> knock) {
        this.name = name;
        this.builder = builder;
        this.knock = knock;
        this.process = launch();
    }

    private ChildProcess launch() {
        try {
            var terms = new ChildProcess.Terms(name, ChildProcess.LOGS.resolve(name + ".log"), STOP_SECONDS);
            process = ChildProcess.start(builder, terms);
            eventually(PATIENCE, () -> {
                assertThat(process.process().isAlive())
                        .as(() -> name + " has ended: " + process.log())
                        .isTrue();
                assertThat(knock.get()).as(name).isEqualTo("good");
            });
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        process.close();
    }

    void startAgain() {
        process = launch();
    }

    /** Connections are still taken, by the kernel; nobody answers them. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Programs.run(new ProcessBuilder(
                "kill", signal, String.valueOf(process.process().pid())));
    }

    @Override
    public void close() {
        if (process.process().isAlive()) {
            thaw();
            stop();
        }
    }
}
