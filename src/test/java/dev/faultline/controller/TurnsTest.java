package dev.faultline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.TargetKind;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.Workload;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn it is does not depend on who came first. */
class TurnsTest {
    private final Turns turns = new Turns();

    private void claim(String policy, String deployment) {
        turns.claim(new Place("shop", policy), Optional.of(new Workload.Key(TargetKind.Deployment, deployment)));
    }

    private void withdraw(String policy) {
        turns.claim(new Place("shop", policy), Optional.empty());
    }

    @Test
    void theFirstWorkloadByNameComesFirst() {
        claim("a", "web");
        claim("z", "api");

        assertThat(turns.next()).contains(new Place("shop", "z"));
    }

    @Test
    void whoWithdrawsLetsTheNextOneIn() {
        claim("a", "web");
        claim("z", "api");

        withdraw("z");

        assertThat(turns.next()).contains(new Place("shop", "a"));
    }

    @Test
    void aPolicyHasOneClaimAtATime() {
        claim("a", "api");
        claim("a", "web");

        withdraw("a");

        assertThat(turns.next()).isEmpty();
    }
}
