# Alone: for a while the operator gives sidecars an image that is nowhere.
source ../lib.sh

# Says Deployment/late where new pods of it get no sidecar.
suspended() {
  field respol/shop '.status.findings[?(@.finding=="InjectionSuspended")].target'
}

operator() {
  kubectl --namespace "$OPERATOR_NAMESPACE" "$@"
}

image() {
  operator get deployment/faultline \
    --output 'jsonpath={.spec.template.spec.containers[0].env[?(@.name=="FAULTLINE_SIDECAR_IMAGE")].value}'
}

# Until none is left that knows another: the API server holds on to its connections.
use() {
  operator set env deployment/faultline "FAULTLINE_SIDECAR_IMAGE=$1"
  operator rollout status deployment/faultline --timeout=120s
  eventually 30 are_two
}

are_two() {
  says 2 grep --count . <(operator get pods --selector app.kubernetes.io/name=faultline --output name)
}

injecting
start early
good=$(image)
# shellcheck disable=SC2064 # the image of now
trap "use '$good'" EXIT
use "${good%:*}:nowhere"
k scale deployment/late --replicas=1
eventually 90 says Deployment/late suspended
condition shop Programmed >"$WORK/programmed"
field respol/shop '.status.findings[?(@.finding=="InjectionSuspended")].message' >"$WORK/message"
anew late
sidecars late >"$WORK/without"
