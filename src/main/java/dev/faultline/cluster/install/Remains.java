package dev.faultline.cluster.install;

import java.util.List;

/** What a person must know who has just taken the operator away. */
final class Remains {
    private Remains() {}

    /** @param resource the policies' kind as kubectl knows it */
    static List<String> of(int policies, int budgets, boolean crdsGo, String resource) {
        var what = count(policies, "policy", "policies") + " and " + count(budgets, "budget", "budgets");
        if (crdsGo) {
            return List.of("The CRDs go with this release (crds.keep is false), and with them " + what);
        }
        if (policies + budgets == 0) {
            return List.of(
                    "No policy and no budget stays; the CRDs do. To remove them:", "  kubectl delete crd " + resource);
        }
        return List.of(
                what + " stay, and nobody follows them any more. A new installation takes them over as they are.",
                "To remove the policies, and with them their budgets:",
                "  kubectl delete " + resource + " --all-namespaces --all",
                "To remove the CRDs, after that:",
                "  kubectl delete crd " + resource);
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
