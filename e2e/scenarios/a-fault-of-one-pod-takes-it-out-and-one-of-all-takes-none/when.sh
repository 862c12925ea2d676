# Alone: it gives the operator a further right, and takes all operators away.
source ../lib.sh

operators() {
  kubectl --namespace "$OPERATOR_NAMESPACE" "$@"
}

no_operator() {
  says '' operators get pods --selector app.kubernetes.io/name=faultline --output name
}

are_two() {
  says 2 grep --count . <(operators get pods --selector app.kubernetes.io/name=faultline --output name)
}

put_back() {
  # Who has the gate must not wait for a condition that nobody may write any more.
  k delete deployment/web --ignore-not-found
  "$E2E/install-operator"
}

# Pods that the Service sends requests to, and all that it knows: 2 of 3.
in_service() {
  k get endpointslices --selector kubernetes.io/service-name=web \
    --output 'jsonpath={range .items[*].endpoints[*]}{.conditions.ready}{"\n"}{end}' |
    awk '{all++} /true/ {ready++} END {print ready + 0 " of " all + 0}'
}

# Those of before are gone.
are_three() {
  says 3 grep --count . <(k get pods --selector app=web --output name)
}

gates() {
  k get pods --selector app=web --output 'jsonpath={.items[*].spec.readinessGates[*].conditionType}'
}

# Names of pods without the gate.
gateless() {
  k get pods --selector app=web --output 'jsonpath={range .items[*]}pod/{.metadata.name} {.spec.readinessGates}{"\n"}{end}' |
    awk 'NF == 1 {print $1}'
}

# Nobody waits longer than 2 s for the operator when a pod is made, so on a busy machine one may be made without.
gated() {
  local try lacking
  for try in 1 2 3; do
    lacking=$(gateless)
    [[ -n $lacking ]] || return 0
    # shellcheck disable=SC2086 # a word for each pod
    k delete $lacking
    k rollout status deployment/web --timeout=90s
  done
  says '' gateless
}

guarded() {
  field hprobe/web '.status.conditions[?(@.type=="ReadinessGuarded")].reason'
}

trap put_back EXIT
"$E2E/install-operator" "$E2E/../helm/faultline" --set gates.enabled=true
# One that is about to end may still be asked, and knows of no gates.
eventually 60 are_two
settle
k apply --filename - <<Y
apiVersion: faultline.dev/v1alpha1
kind: HealthProbe
metadata: {name: web}
spec:
  targetRefs: [{kind: Deployment, name: web}]
  deep:
    period: 1s
    timeout: 500ms
    failureThreshold: 3
    checks:
    - {name: self, podEndpoint: {port: 8080, path: /well}}
  readiness: {impact: Gate}
Y
injecting
k rollout restart deployment/web
k rollout status deployment/web --timeout=90s
gated
eventually 30 are_three
eventually 30 says '3 of 3' in_service
gates >"$WORK/gates"

# The database of all of them is gone.
behave "$(pods web)" /well 503
eventually 60 says SharedDependencyFailing guarded
eventually 30 says False/ChecksFailing probe_condition web Healthy
in_service >"$WORK/shared"
k wait hprobe/web --for=condition=Healthy=False --timeout=10s
behave "$(pods web)" /well
eventually 60 says '' guarded
eventually 30 says True/Passing probe_condition web Healthy

# One has a fault of its own.
read -r one _ <<<"$(pods web)"
behave "$one" /well 503
eventually 60 says '2 of 3' in_service
probe_condition web Healthy >"$WORK/own"
k get "pod/$one" --output 'jsonpath={.status.conditions[?(@.type=="faultline.dev/dependencies")].message}' >"$WORK/message"
behave "$one" /well
eventually 60 says '3 of 3' in_service

# Out again, and then nobody is left to put it back.
behave "$one" /well 503
eventually 60 says '2 of 3' in_service
operators scale deployment/faultline --replicas=0
eventually 60 no_operator
eventually 30 says '3 of 3' in_service
k rollout restart deployment/web
k rollout status deployment/web --timeout=90s
eventually 30 are_three
eventually 30 says '3 of 3' in_service
gates >"$WORK/without"
