package dev.faultline.cluster.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemainsTest {
    private static final Remains.Kinds KINDS =
            new Remains.Kinds("policies.example.org", "probes.example.org", "days.example.org", "runs.example.org");

    @Test
    void policiesThatStayAreCountedWithTheCommandsThatRemoveThem() {
        assertThat(new Remains(3, 2, 4, 1).words(KINDS, false))
                .containsExactly(
                        "3 policies, 2 probes, 4 game days and 1 budget stay, and nobody follows them any more. A new installation "
                                + "takes them over as they are.",
                        "To remove policies, probes and game days, and with policies their budgets:",
                        "  kubectl delete policies.example.org,probes.example.org,days.example.org,runs.example.org --all-namespaces --all",
                        "To remove the CRDs, after that:",
                        "  kubectl delete crd policies.example.org probes.example.org days.example.org runs.example.org");
    }

    @Test
    void onlyTheCrdsAreNamedWhenNothingElseStays() {
        assertThat(new Remains(0, 0, 0, 0).words(KINDS, false))
                .containsExactly(
                        "No policy, probe, game day or budget stays; the CRDs do. To remove them:",
                        "  kubectl delete crd policies.example.org probes.example.org days.example.org runs.example.org");
    }

    @Test
    void whatGoesWithTheCrdsIsSaidBeforeItGoes() {
        assertThat(new Remains(1, 0, 0, 0).words(KINDS, true))
                .containsExactly("The CRDs go with this release (crds.keep is false), and with them 1 policy, 0 "
                        + "probes, 0 game days and 0 budgets");
    }
}
