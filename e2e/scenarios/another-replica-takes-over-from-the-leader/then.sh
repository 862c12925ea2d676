source ../lib.sh

[[ $(<"$WORK/new-leader") != "$(<"$WORK/leader")" && -s $WORK/new-leader ]] ||
  fail "expected another leader than $(<"$WORK/leader")" "seen: $(<"$WORK/new-leader")"
k wait respol/web --for=condition=Ready --timeout=15s
kubectl --namespace "$OPERATOR_NAMESPACE" rollout status deployment/faultline --timeout=90s
