source ../lib.sh

# An authority, and a certificate for all names that the server has.
certify() {
  local new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2)
  openssl req -x509 "${new[@]}" -subj /CN=authority -keyout "$WORK/ca.key" -out "$WORK/ca.crt"
  openssl req -x509 "${new[@]}" -CA "$WORK/ca.crt" -CAkey "$WORK/ca.key" -subj /CN=server -keyout "$WORK/tls.key" \
    -out "$WORK/tls.crt" -addext "subjectAltName=DNS:*.$NAMESPACE.svc.outside.example" \
    -addext basicConstraints=critical,CA:FALSE
}

# The app speaks plain HTTP where the sidecar speaks TLS.
calls() {
  local run=$1 name=$2 port=$3
  shift 3
  traffic shop "$run" "$@" "http://$name.faultline:$port/$name/shop"
  traffic bare "$run" "$@" -k "https://$name.$NAMESPACE.svc.outside.example:8443/$name/bare"
}

certify 2>"$WORK/openssl" || fail "$(<"$WORK/openssl")"
k create configmap authority --from-file="$WORK/ca.crt"
k create secret tls server --cert="$WORK/tls.crt" --key="$WORK/tls.key"
k rollout status deployment/bare --timeout=90s
start server:2
injecting
start shop:2
sidecared shop
for dependency in payments:9441 refunds:9442 search:9443 ads:9444; do
  eventually 20 every_app shop get "http://${dependency%:*}.faultline:${dependency#*:}"
done

read -r one other <<<"$(pods server)"
behave "$one $other" /search 200 5s
behave "$one $other" /ads 200 4s
behave "$one" /refunds 503
behave "$one" /payments 503
SECONDS=0
calls payments-at-first payments 9441 -keepalive=false -c 2 -qps 30 -t 4s -payload x
calls refunds refunds 9442 -keepalive=false -c 2 -qps 20 -n 60
calls search search 9443 -timeout 10s -c 4 -qps 0 -n 4
calls ads-slow ads 9444 -timeout 10s -c 4 -qps 0 -n 4
landed
echo "$SECONDS" >"$WORK/later"
calls payments-later payments 9441 -keepalive=false -c 2 -qps 30 -t 3s -payload x
landed
stands shop payments 'Partial, 1 of 2 ejected'

k scale deployment/server --replicas=0
k wait pods --selector app=server --for=delete --timeout=30s
traffic shop ads-outage -c 2 -qps 20 -t 3s http://ads.faultline:9444/ads
traffic shop payments-outage -timeout 20s -c 2 -qps 20 -n 20 http://payments.faultline:9441/payments
landed
if app bare get "https://ads.$NAMESPACE.svc.outside.example:8443" >"$WORK/lost" 2>&1; then
  fail "a server answers that should be gone:" "$(<"$WORK/lost")"
fi

k scale deployment/server --replicas=2
k rollout status deployment/server --timeout=60s
eventually 40 every_app shop get http://payments.faultline:9441/payments
traffic shop payments-back -c 2 -qps 20 -n 20 http://payments.faultline:9441/payments
landed
