source ../lib.sh

while read -r what dependency number; do
  ((number > 0)) || fail "the sidecar counts no $what of $dependency" "$(<"$WORK/counted")"
done <"$WORK/counted"

reports client failures 0
reports client waiting 0
k logs deployment/client --container pgbench >"$WORK/pgbench"
if grep --invert-match -e '^progress: .* 0 failed' -e '^pgbench (' "$WORK/pgbench" >"$WORK/unwanted"; then
  fail "PostgreSQL's connections did not go on:" "$(<"$WORK/unwanted")"
fi
says '0 0 0' k get pods --selector app=client \
  --output 'jsonpath={.items[*].status.initContainerStatuses[*].restartCount} {.items[*].status.containerStatuses[*].restartCount}'
