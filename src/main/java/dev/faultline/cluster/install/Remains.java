package dev.faultline.cluster.install;

import java.util.List;

/**
 * What a person must know who has just taken the operator away.
 *
 * @param budgets that the operator has made
 */
record Remains(int policies, int probes, int budgets) {
    /** What our kinds are called by kubectl. */
    record Kinds(String policies, String probes) {
        private String all() {
            return policies + "," + probes;
        }
    }

    /** @param crdsGo whether the installer removes the CRDs too, and with them all of it */
    List<String> words(Kinds kinds, boolean crdsGo) {
        var what = count(policies, "policy", "policies") + ", " + count(probes, "probe", "probes") + " and "
                + count(budgets, "budget", "budgets");
        var crds = "  kubectl delete crd " + kinds.policies() + " " + kinds.probes();
        if (crdsGo) {
            return List.of("The CRDs go with this release (crds.keep is false), and with them " + what);
        }
        if (policies + probes + budgets == 0) {
            return List.of("No policy, probe or budget stays; the CRDs do. To remove them:", crds);
        }
        return List.of(
                what + " stay, and nobody follows them any more. A new installation takes them over as they are.",
                "To remove policies and probes, and with policies their budgets:",
                "  kubectl delete " + kinds.all() + " --all-namespaces --all",
                "To remove the CRDs, after that:",
                crds);
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
