source ../lib.sh

says 25% field pdb/web-faultline .spec.maxUnavailable
says 3 fewest_available || fail "of 4 pods; every change that was seen:" "$(<"$WORK/available")"
grep -q "would violate the pod's disruption budget" "$WORK/drain" || fail "the budget held no eviction up" "$(<"$WORK/drain")"
eventually 15 says True/DrainAllowed condition web DisruptionSafe
says '' findings web
