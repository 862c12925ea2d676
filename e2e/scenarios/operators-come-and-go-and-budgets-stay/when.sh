# Last: it takes the operator away, and puts an earlier version in its place.
source ../lib.sh

# The kubelet writes the pods' status in its own time, so of those only what they are counts.
state() {
  k get pdb,respol web web-faultline --ignore-not-found \
    --output 'jsonpath={range .items[*]}{.kind} {.metadata.uid} {.metadata.resourceVersion}{"\n"}{end}'
  k get deployment,pods --selector app=web \
    --output 'jsonpath={range .items[*]}{.kind} {.metadata.uid} {.metadata.generation}{"\n"}{end}'
}

# When a policy made now has its budget, the operator of now has looked at the old ones again.
serves() {
  k create deployment "$1" --image=unused.invalid/app --replicas=2 2>"$WORK/warning"
  protect "$1"
  eventually 30 says 25% field "pdb/$1-faultline" .spec.maxUnavailable
}

# The CRDs, which stay.
definitions() {
  local each
  for each in "$E2E"/../crds/*-v1.yml; do
    each=${each##*/}
    printf 'customresourcedefinition.apiextensions.k8s.io/%s\n' "${each%-v1.yml}"
  done
}

with_operator
settle
# Only now, so that its first status is complete and nothing is left to be written later.
protect web
allows web-faultline 1
eventually 75 says True/DrainAllowed condition web DisruptionSafe
state >"$WORK/before"
helm test faultline --namespace "$OPERATOR_NAMESPACE" >"$WORK/test" 2>&1

helm uninstall faultline --namespace "$OPERATOR_NAMESPACE" --wait >"$WORK/uninstall" 2>&1
state >"$WORK/without"
# What the garbage collector removes goes a moment later.
eventually 30 says "$(definitions)" traces
evict "$(k get pods --output 'jsonpath={.items[0].metadata.name}')" dry-run

# Of an earlier version there is the chart, but no image any more, and today's needs rights that it did not have.
"$E2E/install-operator" "$E2E/charts/faultline-0.1.0.tgz" --set replicas=0

# A line for the budget as it is now, and one for every change.
kubectl --namespace "$NAMESPACE" get pdb web-faultline --watch --output-watch-events \
  --output 'jsonpath={.type} {.object.metadata.uid} {.object.spec.maxUnavailable}{"\n"}' >"$WORK/changes" &
watcher=$!
eventually 20 test -s "$WORK/changes"
"$E2E/install-operator"
serves after
kill "$watcher"
state >"$WORK/upgraded"
if k patch respol web --subresource=status --type=merge --patch '{"status":{"summary":"planted"}}' 2>"$WORK/planted"; then
  fail "somebody else wrote a status"
fi
