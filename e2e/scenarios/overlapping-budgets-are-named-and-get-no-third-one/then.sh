source ../lib.sh

eventually 30 says OverlappingBudgets findings web
says False/OverlappingBudgets condition web DisruptionSafe
absent pdb/web-faultline
message=$(field respol/web '.status.findings[0].message')
[[ $message == *one*two* ]] || fail "expected that the message names both budgets" "seen: $message"
# What the finding warns of is true: such a pod cannot be evicted by anybody.
pod=$(k get pods --output 'jsonpath={.items[0].metadata.name}')
if answer=$(evict "$pod" dry-run); then fail "expected that the eviction fails" "seen: $answer"; fi
[[ $answer == *"more than one PodDisruptionBudget"* ]] || fail "expected another reason" "seen: $answer"
