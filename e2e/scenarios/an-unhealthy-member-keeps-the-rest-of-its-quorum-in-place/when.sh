# Alone: it drains a node.
source ../lib.sh

settle
allows store-faultline 1
node=$(node_of store-0)
k exec store-2 -- /app unready
allows store-faultline 0
eventually 15 says False/BudgetExhausted condition store DisruptionSafe

watch_pods app=store
drain "$node" >/dev/null &
draining=$!
eventually 30 grep -q "would violate the pod's disruption budget" "$WORK/drain"
# A direct question gets the same answer, and a member that is down already may go: that costs the quorum nothing.
if evict store-0 >"$WORK/answer-healthy"; then fail "a healthy member was evicted while another was down"; fi
evict store-2 dry-run >"$WORK/answer-unhealthy" || true

k exec store-2 -- /app ready
wait "$draining" || fail "the drain did not end well" "$(<"$WORK/drain")"
k rollout status statefulset/store --timeout=60s
