source ../lib.sh

says '2 2 2' cat "$WORK/front"
for workload in front stock; do
  eventually 30 says 'faultline-envoy faultline-envoy' sidecars "$workload"
done
eventually 60 says True/Programmed condition shop Programmed
says 2 awk 'END {print NR}' <(k get events --field-selector reason=RolloutStarted --output name)
reports client failures 0
reports client waiting 0
