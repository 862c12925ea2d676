source ../lib.sh

# Writes the policy, with the given word for rollout.
policy() {
  k apply --filename - <<Y
apiVersion: faultline.dev/v1alpha1
kind: ResiliencePolicy
metadata: {name: shop}
spec:
  targetRefs: [{kind: Deployment, name: front}, {kind: StatefulSet, name: stock}]
  rollout: $1
  dependencies:
  - {name: web, serviceRef: {name: web, port: 80}, protocol: HTTP}
Y
}

message() {
  field respol/shop '.status.conditions[?(@.type=="Programmed")].message'
}

tells() {
  message | grep --fixed-strings "$1"
}

restarted() {
  [[ -n $(field "$1" '.spec.template.metadata.annotations.faultline\.dev/restarted-for') ]]
}

requests_beyond() {
  (($(app client report | awk '$1 == "requests" {print $2}') > $1))
}

settle
eventually 30 requests_beyond 20
policy Manual
injecting
eventually 30 tells "kubectl rollout restart deployment/front -n $NAMESPACE"
eventually 30 tells "kubectl rollout restart statefulset/stock -n $NAMESPACE"
says '' sidecars front

policy Automatic
eventually 60 restarted deployment/front
# The last one is not begun before the first has ended.
eventually 120 restarted statefulset/stock
field deployment/front '.status.replicas} {.status.updatedReplicas} {.status.availableReplicas' >"$WORK/front"
settle
