# Alone: while certificates are away, other scenarios' pods could miss their sidecars.
source ../lib.sh

uid() {
  kubectl --namespace "$OPERATOR_NAMESPACE" get secret "$1" --ignore-not-found --output 'jsonpath={.metadata.uid}'
}

is_back() {
  [[ -n $(uid "$1") && $(uid "$1") != "$2" ]]
}

are_made() {
  says 5 grep --count . <(k get pods --selector app=client --output name)
}

# Makes all pods anew: the ReplicaSet replaces each at once.
again() {
  k delete pods --selector app=client --grace-period=0 --force >"$WORK/deleted" 2>&1
  eventually 20 are_made
}

injecting
# A line for every change of a pod: its name, and that of its sidecar.
kubectl --namespace "$NAMESPACE" get pods --selector app=client --watch \
  --output 'jsonpath={.metadata.name} {.spec.initContainers[*].name}{"\n"}' >"$WORK/watched" 2>"$WORK/watch-error" &
watcher=$!
k scale deployment/client --replicas=5
eventually 20 test -s "$WORK/watched"
for secret in faultline-webhook-tls faultline-xds-tls; do
  before=$(uid "$secret")
  kubectl --namespace "$OPERATOR_NAMESPACE" delete secret "$secret"
  again
  end=$((SECONDS + 30))
  until is_back "$secret" "$before"; do
    ((SECONDS < end)) || fail "Secret $secret was not put back"
    again
  done
  again
done
kill "$watcher"
sort -u "$WORK/watched" >"$WORK/pods"
k get pods --selector app=client \
  --output 'jsonpath={range .items[*]}{.spec.initContainers[*].name}{"\n"}{end}' >"$WORK/last"
k get events --field-selector reason=FailedCreate \
  --output 'jsonpath={range .items[*]}{.message}{"\n"}{end}' >"$WORK/refused"
