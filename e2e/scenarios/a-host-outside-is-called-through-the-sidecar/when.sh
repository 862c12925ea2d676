source ../lib.sh

# An authority, and a certificate for the one name.
certify() {
  local new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2)
  openssl req -x509 "${new[@]}" -subj /CN=authority -keyout "$WORK/ca.key" -out "$WORK/ca.crt"
  openssl req -x509 "${new[@]}" -CA "$WORK/ca.crt" -CAkey "$WORK/ca.key" -subj /CN=payments -keyout "$WORK/tls.key" \
    -out "$WORK/tls.crt" -addext "subjectAltName=DNS:payments.$NAMESPACE.svc.outside.example" \
    -addext basicConstraints=critical,CA:FALSE
}

certify 2>"$WORK/openssl" || fail "$(<"$WORK/openssl")"
k create configmap payments-ca --from-file="$WORK/ca.crt"
k create secret tls payments --cert="$WORK/tls.crt" --key="$WORK/tls.key"
for server in web echo; do
  k rollout status "deployment/$server" --timeout=90s
done
injecting
start payments client
sidecared client
