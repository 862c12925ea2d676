# Alone: it drains nodes.
source ../lib.sh

settle
allows store-faultline 1
watch_pods app=store
# After the first node its member sits beside another one, so the second drain has two members to take.
for node in $(kubectl get nodes --selector '!node-role.kubernetes.io/control-plane' --output 'jsonpath={.items[*].metadata.name}'); do
  drain "$node"
  undo_drain "$node"
done
stop_watching
