source ../lib.sh

eventually 30 says 25% field pdb/web-faultline .spec.maxUnavailable
says AlwaysAllow field pdb/web-faultline .spec.unhealthyPodEvictionPolicy
eventually 30 says '' findings web
# The autoscaler brings the second pod; then one of the two may go.
eventually 60 says 1 field pdb/web-faultline .status.disruptionsAllowed
eventually 75 says True/DrainAllowed condition web DisruptionSafe
