source ../lib.sh

says '' cat "$WORK/without"
grep -q ^web- "$WORK/answer" || fail "the pod without a sidecar called in vain" "$(<"$WORK/answer")"
says faultline-envoy cat "$WORK/with"
