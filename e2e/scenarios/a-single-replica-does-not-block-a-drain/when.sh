# Alone: it drains a node.
source ../lib.sh

settle
pod=$(k get pods --output 'jsonpath={.items[0].metadata.name}')
echo "$pod" >"$WORK/pod"
drain "$(node_of "$pod")"
