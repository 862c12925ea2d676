source ../lib.sh

claims() {
  grep --only-matching 'passed  ' "$WORK/test" | wc -l
}

says 3 claims || fail "helm test said:" "$(<"$WORK/test")"

for words in 'Deployment faultline is scaled to 0' "The operator's pods are gone" 'Lease faultline is deleted' \
  'polic.* and .*budget.* stay, and nobody follows them' 'kubectl delete resiliencepolicies.faultline.dev'; do
  grep -q "$words" "$WORK/uninstall" || fail "the uninstall did not say: $words" "$(<"$WORK/uninstall")"
done

grep -q ^PodDisruptionBudget "$WORK/before" || fail "no budget was there" "$(<"$WORK/before")"
diff "$WORK/before" "$WORK/without" || fail "something changed when the operator went"
diff "$WORK/before" "$WORK/upgraded" || fail "the operator that came back by the upgrade wrote what was right already"
says 1 grep -c . "$WORK/changes" || fail "the budget was touched by the upgrade" "$(<"$WORK/changes")"

says "faultline-$(chart version)" \
  kubectl --namespace "$OPERATOR_NAMESPACE" get deployment faultline --output 'jsonpath={.metadata.labels.helm\.sh/chart}'
grep -q 'set admissionPolicies.statusByOperatorOnly=false' "$WORK/planted" ||
  fail "the refusal does not say how to allow it" "$(<"$WORK/planted")"
