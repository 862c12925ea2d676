source ../lib.sh

pod() {
  k get pods --selector "app=$1" --output 'jsonpath={.items[*].metadata.name}'
}

outside=$NAMESPACE.svc.outside.example

says faultline-envoy sidecars client
eventually 20 says "$(pod web)" app client get "http://web.$outside"
beyond_zero() {
  (($(counted client "$1" "$2") > 0))
}
beyond_zero upstream_rq_completed web || fail "http://web.$outside was not called through the sidecar"

eventually 20 says "$(pod echo)" app client get "tcp://echo.$outside:7000"
beyond_zero upstream_cx_total echo || fail "tcp://echo.$outside was not called through the sidecar"

# The app speaks plain HTTP, the server nothing but TLS.
eventually 20 says "$(pod payments)" app client get http://payments.faultline:8443
beyond_zero upstream_rq_completed payments || fail "http://payments.faultline:8443 was not called through the sidecar"
# The same server under another name: it was found, and not believed.
if app client get http://impostor.faultline:8444; then
  fail "a server was believed without a certificate for its name"
fi
beyond_zero upstream_cx_connect_fail impostor || fail "the server under another name was not called"
