package dev.faultline.probe.shallow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.probe.Shallow;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InquiryTest {
    private static final ShallowIntent INTENT =
            intent("{preset: HTTP, port: http, paths: {readiness: /ready, liveness: /alive}, readinessDeadline: 4s}");
    private static final Question READY = new Question.Http("/ready");
    private static final Question ALIVE = new Question.Http("/alive");
    private static final Answer GOOD = new Answer.Good(Duration.ofMillis(1));

    @Test
    void eachQuestionIsAskedOnceUntilItIsAnswered() {
        var begun = Inquiry.begun(INTENT, List.of());

        var half = begun.after(ALIVE, GOOD, "web-1");
        var settled = half.after(READY, GOOD, "web-2");

        assertThat(begun.open()).containsExactly(READY, ALIVE);
        assertThat(half.open()).containsExactly(READY);
        assertThat(settled.isSettled()).isTrue();
        assertThat(settled.trouble()).isEmpty();
        assertThat(settled.served()).containsExactlyInAnyOrder("HTTP http /ready", "HTTP http /alive");
    }

    @Test
    void whatWasAnsweredBeforeARestartIsNotAskedAgainUnlessItIsAnotherQuestionNow() {
        var before = List.of("HTTP http /ready", "HTTP 8080 /alive", "HTTP http /old");

        assertThat(Inquiry.begun(INTENT, before).served()).containsExactly("HTTP http /ready");
        assertThat(Inquiry.begun(INTENT, before).open()).containsExactly(ALIVE);
    }

    @Test
    void troubleNamesTheQuestionTheAnswerThePodAndWhatPodsLack() {
        var begun = Inquiry.begun(INTENT, List.of("HTTP http /alive"));

        assertThat(begun.trouble())
                .hasValue(
                        "HTTP http /ready: not asked yet; new pods get no startup, readiness and liveness probe until "
                                + "it answers");
        assertThat(begun.after(READY, new Answer.Bad("status 404, wanted is 200 to 299"), "web-1")
                        .trouble())
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("HTTP http /ready: status 404, wanted is 200 to 299 on pod web-1; "));
        assertThat(begun.after(READY, new Answer.Untold("not dialled: 10.0.0.1 is a node"), "web-1")
                        .trouble())
                .hasValueSatisfying(text -> assertThat(text).contains("is a node (pod web-1)"));
        assertThat(begun.withoutPort().trouble())
                .hasValueSatisfying(text -> assertThat(text).startsWith("no container has TCP port http; declare it"));
    }

    @Test
    void anAnswerEndsWhatStoodInTheWay() {
        var without = Inquiry.begun(INTENT, List.of()).withoutPort();

        assertThat(without.after(READY, GOOD, "web-1").obstacle()).isEmpty();
        assertThat(without.after(READY, GOOD, "web-1").trouble())
                .hasValue("HTTP http /alive: not asked yet; new pods get no liveness probe until it answers");
    }

    @Test
    void pausesDoubleUpToAnEnd() {
        var inquiry = Inquiry.begun(INTENT, List.of());
        var due = new ArrayList<Integer>();
        for (var round = 1; round <= 200; round++) {
            inquiry = inquiry.nextRound();
            if (inquiry.isDue()) {
                due.add(round);
            }
        }

        assertThat(due).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 192);
        assertThat(inquiry.withoutPod().nextRound().isDue()).as("the first pod").isTrue();
    }

    @Test
    void nobodyWaitsLongerThanTheKubeletWould() {
        var inquiry = Inquiry.begun(INTENT, List.of());

        assertThat(inquiry.patience(READY))
                .as("of startup 5 s, of readiness 1 s")
                .isEqualTo(1);
        assertThat(inquiry.patience(ALIVE)).isEqualTo(5);
    }

    @Test
    void aQuestionIsAimedAtThePod() {
        assertThat(new Question.Http("/ready?full").at("2001:db8::1", 80))
                .isEqualTo(new Aim.Http("http://[2001:db8::1]:80/ready?full", Set.of()));
        assertThat(new Question.Tcp().at("10.0.0.1", 25)).isEqualTo(new Aim.Tcp(new Aim.Address("10.0.0.1", 25)));
        assertThat(new Question.Grpc().at("10.0.0.1", 90)).isEqualTo(new Aim.Grpc(new Aim.Address("10.0.0.1", 90), ""));
    }

    private static ShallowIntent intent(String shallow) {
        return ShallowIntent.of(Serialization.unmarshal("---\n" + shallow, Shallow.class));
    }
}
