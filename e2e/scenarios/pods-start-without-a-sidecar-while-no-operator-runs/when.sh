# Alone: it takes all operators away.
source ../lib.sh

operators() {
  kubectl --namespace "$OPERATOR_NAMESPACE" "$@"
}

bring_back() {
  operators scale deployment/faultline --replicas="$replicas"
  operators rollout status deployment/faultline --timeout=90s
}

no_operator() {
  says '' operators get pods --selector app.kubernetes.io/name=faultline --output name
}

trusted() {
  kubectl get mutatingwebhookconfiguration faultline-injector --output 'jsonpath={.webhooks[0].clientConfig.caBundle}'
}

is_trusted_anew() {
  [[ $(trusted) != "$(<"$WORK/trusted")" ]]
}

k rollout status deployment/web --timeout=90s
injecting
replicas=$(operators get deployment faultline --output 'jsonpath={.spec.replicas}')
trap bring_back EXIT
operators scale deployment/faultline --replicas=0
eventually 60 no_operator
# Nobody is left who knows the old authority.
trusted >"$WORK/trusted"
operators delete secret faultline-webhook-tls
start client
sidecars client >"$WORK/without"
app client get http://web >"$WORK/answer"
bring_back
trap - EXIT
eventually 30 is_trusted_anew
k delete pods --selector app=client
k rollout status deployment/client --timeout=90s
sidecars client >"$WORK/with"
