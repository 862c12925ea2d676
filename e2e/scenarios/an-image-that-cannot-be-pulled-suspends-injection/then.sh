source ../lib.sh

# Says Deployment/late where new pods of it get no sidecar.
suspended() {
  field respol/shop '.status.findings[?(@.finding=="InjectionSuspended")].target'
}

says False/InjectionSuspended cat "$WORK/programmed"
grep -q 'cannot start its sidecar: .*Pull' "$WORK/message" || fail "$(<"$WORK/message")"
says '' cat "$WORK/without"
# The image is there again. The other workload was never suspended; this one is until somebody changes the policy.
anew early
says faultline-envoy sidecars early
anew late
says '' sidecars late
k patch respol/shop --type json --patch '[{"op": "replace", "path": "/spec/dependencies/0/timeout", "value": "2s"}]'
eventually 30 says '' suspended
anew late
says faultline-envoy sidecars late
eventually 30 says True/Programmed condition shop Programmed
