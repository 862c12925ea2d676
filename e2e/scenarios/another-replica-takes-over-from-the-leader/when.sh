# Alone: it takes the leader away.
source ../lib.sh

leader() {
  kubectl --namespace "$OPERATOR_NAMESPACE" get lease faultline --output 'jsonpath={.spec.holderIdentity}'
}

# A Lease that was just given back names its last holder until somebody takes it.
leader_runs() {
  kubectl --namespace "$OPERATOR_NAMESPACE" get pod "$(leader)"
}

settle
kubectl --namespace "$OPERATOR_NAMESPACE" rollout status deployment/faultline --timeout=90s
eventually 30 leader_runs
leader >"$WORK/leader"
kubectl --namespace "$OPERATOR_NAMESPACE" delete pod "$(<"$WORK/leader")" --timeout=30s
# Only now, so that the one who left cannot have made the budget.
protect web
eventually 30 says 25% field pdb/web-faultline .spec.maxUnavailable
leader >"$WORK/new-leader"
