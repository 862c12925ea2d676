# Alone: it drains a node.
source ../lib.sh

settle
allows web-faultline 1
watch_pods app=web
# With four pods on three nodes it holds two of them or more, so one must wait for the other.
drain "$(busiest_node app=web)"
stop_watching
