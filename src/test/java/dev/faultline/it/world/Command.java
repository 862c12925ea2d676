package dev.faultline.it.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end, and what it printed; what it complains of goes to the test's own output. */
public record Command(int exitCode, String output) {
    private static final int PATIENCE_SECONDS = 60;

    public static Command kubectl(String... arguments) {
        var words = new ArrayList<>(List.of(
                Setting.KUBECTL.path().toString(),
                "--kubeconfig",
                Setting.KUBECONFIG.path().toString()));
        words.addAll(List.of(arguments));
        return run(words);
    }

    public static Command helm(String... arguments) {
        var words = new ArrayList<>(List.of(Setting.HELM.path().toString()));
        words.addAll(List.of(arguments));
        return run(words);
    }

    /** When the runs of these cases start, by other means than ours. */
    public static Command scheduleOracle(Path cases) {
        return run(List.of(Setting.SCHEDULE_ORACLE.path().toString(), cases.toString()));
    }

    /** The operator's own program, told a word as the chart's hooks tell it, with an account's rights. */
    public static Command hook(String word, Account account, Map<String, String> environment) {
        var kubeconfig = account.kubeconfig(ChildProcess.LOGS.resolve(word + ".kubeconfig"));
        var words = List.of(OperatorProcess.JAVA.toString(), "-jar", OperatorProcess.JAR.toString(), word);
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("FAULTLINE_"));
        builder.environment().put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
        builder.environment().putAll(environment);
        return run(builder);
    }

    /** What a successful command printed. */
    public String text() {
        assertThat(exitCode).as(output).isZero();
        return output;
    }

    private static Command run(List<String> words) {
        return run(new ProcessBuilder(words));
    }

    private static Command run(ProcessBuilder builder) {
        try {
            var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", builder.command()) + " does not end");
            }
            return new Command(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
