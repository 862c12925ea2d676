source ../lib.sh

grep -q ^PodDisruptionBudget "$WORK/before" || fail "no budget was there" "$(<"$WORK/before")"
diff "$WORK/before" "$WORK/without" || fail "something changed when the operator went"
diff "$WORK/before" "$WORK/after" || fail "the operator that came back wrote what was right already"
