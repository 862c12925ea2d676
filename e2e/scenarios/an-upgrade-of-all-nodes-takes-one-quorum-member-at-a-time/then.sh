source ../lib.sh

says 1 field pdb/store-faultline .spec.maxUnavailable
says IfHealthyBudget field pdb/store-faultline .spec.unhealthyPodEvictionPolicy
says 2 fewest_available || fail "of 3 members; every change that was seen:" "$(<"$WORK/available")"
# Each member was moved, or the drains have proved nothing.
for member in store-0 store-1 store-2; do
  grep -q "^[0-9]* $member gone" "$WORK/available" || fail "$member was never evicted" "$(<"$WORK/available")"
done
grep -q "pods \"store-[0-2]\".*would violate the pod's disruption budget\|pods/\"store-[0-2]\".*would violate" "$WORK/drain" ||
  fail "the budget held no member up" "$(<"$WORK/drain")"
