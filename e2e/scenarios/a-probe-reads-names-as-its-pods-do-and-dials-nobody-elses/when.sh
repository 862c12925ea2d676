source ../lib.sh

message() {
  field hprobe/web ".status.checks[?(@.check==\"$1\")].message"
}

# Until it is known what came of a check: at first it is only not judged yet.
is_told() {
  [[ -n $(message "$1") && $(message "$1") != 'not judged yet' ]]
}

settle
k wait hprobe/web --for=condition=Healthy --timeout=60s
for check in unknown-name dns api-server operator; do
  eventually 30 is_told "$check"
  message "$check" >"$WORK/$check"
done
node=$(kubectl get nodes --output 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}')
k patch hprobe/web --type json \
  --patch "[{\"op\": \"add\", \"path\": \"/spec/deep/checks/-\", \"value\": {\"name\": \"node\", \"severity\": \"Info\", \"tcp\": {\"address\": \"$node:10250\"}}}]"
eventually 30 is_told node
message node >"$WORK/node"
