package dev.faultline.cluster.install;

import java.util.List;

/**
 * What a person must know who has just taken the operator away.
 *
 * @param budgets that the operator has made
 */
record Remains(int policies, int probes, int gameDays, int budgets) {
    /** What our kinds are called by kubectl. */
    record Kinds(String policies, String probes, String gameDays, String runs) {
        private String listed(String separator) {
            return String.join(separator, policies, probes, gameDays, runs);
        }
    }

    /** @param crdsGo whether the installer removes the CRDs too, and with them all of it */
    List<String> words(Kinds kinds, boolean crdsGo) {
        var what = count(policies, "policy", "policies") + ", " + count(probes, "probe", "probes") + ", "
                + count(gameDays, "game day", "game days") + " and " + count(budgets, "budget", "budgets");
        var crds = "  kubectl delete crd " + kinds.listed(" ");
        if (crdsGo) {
            return List.of("The CRDs go with this release (crds.keep is false), and with them " + what);
        }
        if (policies + probes + gameDays + budgets == 0) {
            return List.of("No policy, probe, game day or budget stays; the CRDs do. To remove them:", crds);
        }
        return List.of(
                what + " stay, and nobody follows them any more. A new installation takes them over as they are.",
                "To remove policies, probes and game days, and with policies their budgets:",
                "  kubectl delete " + kinds.listed(",") + " --all-namespaces --all",
                "To remove the CRDs, after that:",
                crds);
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
