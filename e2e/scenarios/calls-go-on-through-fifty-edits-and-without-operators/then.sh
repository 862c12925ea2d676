source ../lib.sh

while read -r what dependency number; do
  ((number > 0)) || fail "the sidecar counts no $what of $dependency" "$(<"$WORK/counted")"
done <"$WORK/counted"

reports client failures 0
reports client waiting 0
k logs deployment/client --container pgbench >"$WORK/pgbench"
# Two of them write into one log, each line in parts, so only what tells of a failure is looked for.
if grep --extended-regexp '[1-9][0-9]* failed|FATAL|error|aborted|refused|closed|terminated' "$WORK/pgbench" >"$WORK/unwanted"; then
  fail "PostgreSQL's connections did not go on:" "$(<"$WORK/unwanted")"
fi
says '0 0 0' k get pods --selector app=client \
  --output 'jsonpath={.items[*].status.initContainerStatuses[*].restartCount} {.items[*].status.containerStatuses[*].restartCount}'
