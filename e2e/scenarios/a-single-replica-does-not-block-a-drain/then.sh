source ../lib.sh

if grep "$(<"$WORK/pod").*would violate" "$WORK/drain"; then fail "the only pod was held back"; fi
absent "pod/$(<"$WORK/pod")"
k rollout status deployment/web --timeout=30s
absent pdb/web-faultline
says SingleReplica findings web
says False/SingleReplica condition web DisruptionSafe
says True/Ready condition web Ready
says 'none: a single replica' field respol/web '.status.targets[0].budget'
