source ../lib.sh

says '' cat "$WORK/refused"
with=$(grep -c ' faultline-envoy$' "$WORK/pods" || true)
(($(wc -l <"$WORK/pods") == with)) || fail "$with pods were made with a sidecar, these without:" \
  "$(grep -v ' faultline-envoy$' "$WORK/pods")"
says 5 grep -c faultline-envoy "$WORK/last"
