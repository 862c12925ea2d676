# Alone: it drains nodes.
source ../lib.sh

# Sets the metric, and waits until the autoscaler has made as many pods ready: `scaled 50 5`.
scaled() {
  k exec deployment/metrics -- /app metric "$1"
  eventually 60 says "$2 $2" field deployment/web '.spec.replicas} {.status.readyReplicas'
}

# What is true at every size: one budget all along, in percent, and nothing to find fault with.
looks() {
  field pdb/web-faultline .metadata.uid
  printf ' %s %s\n' "$(field pdb/web-faultline .spec.maxUnavailable)" "$(findings web)"
}

settle
eventually 30 says 1 field deployment/web .status.readyReplicas
allows web-faultline 1
eventually 30 says False/SingleReplica condition web DisruptionSafe
looks >"$WORK/at-one"

scaled 50 5
allows web-faultline 2
eventually 75 says True/DrainAllowed condition web DisruptionSafe
looks >"$WORK/at-five"
watch_pods app=web
node=$(busiest_node app=web)
drain "$node"
stop_watching
undo_drain "$node"

scaled 10 1
allows web-faultline 1
# To lose the only pod is not safe, but nothing holds a drain up.
eventually 75 says False/SingleReplica condition web DisruptionSafe
looks >"$WORK/at-one-again"
mv "$WORK/drain" "$WORK/drain-at-five"
drain "$(busiest_node app=web)"
