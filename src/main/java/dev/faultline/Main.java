package dev.faultline;

import dev.faultline.cluster.install.Outcome;
import dev.faultline.cluster.install.SelfTest;
import dev.faultline.cluster.install.Uninstall;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;

/**
 * The program. Without arguments it is the operator; with the word {@code uninstall} or {@code test} it does what the
 * chart's hook of that name is for, and ends: nothing of the operator is started then.
 */
@QuarkusMain
public final class Main {
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String... words) {
        if (words.length == 0) {
            Quarkus.run(words);
        } else {
            System.exit(exitCode(words[0]));
        }
    }

    private static int exitCode(String word) {
        // Java warns of what Netty does without it; Quarkus sets it for the operator.
        System.setProperty("io.netty.noUnsafe", "true");
        try (var client = new KubernetesClientBuilder().withConfig(config(word)).build()) {
            return switch (outcome(word, client)) {
                case Outcome.Done _ -> 0;
                case Outcome.Failed(var problem) -> failed(word, problem);
            };
        } catch (KubernetesClientException e) {
            return failed(word, words(e));
        } catch (IllegalArgumentException e) {
            say(String.valueOf(e.getMessage()));
            return MISUSED;
        }
    }

    private static Outcome outcome(String word, KubernetesClient client) {
        return switch (word) {
            case "uninstall" -> new Uninstall(client, uninstalled(), Main::say).run();
            case "test" -> new SelfTest(client, tested(), Main::say).run();
            default ->
                throw new IllegalArgumentException(
                        word + " is no word of this program; use uninstall or test, or none to run the operator");
        };
    }

    private static Uninstall.Installation uninstalled() {
        return new Uninstall.Installation(
                setting("FAULTLINE_NAMESPACE"),
                setting("FAULTLINE_DEPLOYMENT"),
                Wiring.LEASE,
                Boolean.parseBoolean(setting("FAULTLINE_CRDS_GO")));
    }

    private static SelfTest.Installation tested() {
        return new SelfTest.Installation(
                setting("FAULTLINE_NAMESPACE"),
                setting("FAULTLINE_DEPLOYMENT"),
                new SelfTest.Pod(setting("FAULTLINE_POD"), setting("FAULTLINE_POD_UID")),
                Boolean.parseBoolean(setting("FAULTLINE_STATUS_BY_OPERATOR_ONLY")));
    }

    private static String setting(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(variable + " is not set; the chart's hook sets it"));
    }

    private static Config config(String word) {
        return new ConfigBuilder()
                .withUserAgent(ClientIdentity.userAgent() + " " + word)
                .build();
    }

    private static String words(KubernetesClientException problem) {
        if (problem.getStatus() != null) {
            return "the API server answers " + problem.getCode() + ": "
                    + problem.getStatus().getMessage();
        }
        return "the API server does not answer: " + problem.getMessage()
                + (problem.getCause() == null ? "" : " " + problem.getCause().getMessage());
    }

    private static int failed(String word, String problem) {
        say("FAILED  " + word + ": " + problem);
        return 1;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
