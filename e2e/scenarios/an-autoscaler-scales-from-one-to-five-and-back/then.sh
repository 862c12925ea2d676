source ../lib.sh

grep -q ' 25% $' "$WORK/at-one" || fail "expected a budget of 25 % and no finding" "$(<"$WORK/at-one")"
diff "$WORK/at-one" "$WORK/at-five" || fail "budget or findings are others with five pods"
diff "$WORK/at-one" "$WORK/at-one-again" || fail "budget or findings are others with one pod again"
says 3 fewest_available || fail "of 5 pods; every change that was seen:" "$(<"$WORK/available")"
grep -q "would violate the pod's disruption budget" "$WORK/drain-at-five" ||
  fail "the budget held no eviction up" "$(<"$WORK/drain-at-five")"
if grep "would violate" "$WORK/drain" | grep -q 'web-'; then fail "the only pod was held back" "$(<"$WORK/drain")"; fi
k rollout status deployment/web --timeout=30s
