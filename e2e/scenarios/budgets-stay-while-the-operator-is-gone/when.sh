# Alone: it takes the operator away.
source ../lib.sh

# The kubelet writes the pods' status in its own time, so of those only what they are counts.
state() {
  k get pdb,respol --output 'jsonpath={range .items[*]}{.kind} {.metadata.uid} {.metadata.resourceVersion}{"\n"}{end}'
  k get deployment,pods --output 'jsonpath={range .items[*]}{.kind} {.metadata.uid} {.metadata.generation}{"\n"}{end}'
}

settle
# Only now, so that its first status is complete and nothing is left to be written later.
protect web
allows web-faultline 1
eventually 75 says True/DrainAllowed condition web DisruptionSafe
state >"$WORK/before"

helm uninstall faultline --namespace "$OPERATOR_NAMESPACE" --wait
state >"$WORK/without"
evict "$(k get pods --output 'jsonpath={.items[0].metadata.name}')" dry-run

"$E2E/install-operator"
# When a policy made now is served, the old one has been looked at again.
protect later
eventually 30 says False/TargetNotFound condition later Accepted
k delete respol later
state >"$WORK/after"
