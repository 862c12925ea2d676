source ../lib.sh

# State of the probe's only target, such as Programmed.
target() {
  field hprobe/web '.status.targets[0].state'
}

# Which probes a pod has, by their paths: startup, readiness and liveness.
probes() {
  k get pods --selector app=web --field-selector status.phase=Running --output 'jsonpath={range .items[*]}'"$(
    for kind in startup readiness liveness; do
      printf '%s={.spec.containers[0].%sProbe.httpGet.path} ' "$kind" "$kind"
    done
  )"'{"\n"}{end}' | sort -u
}

anew_all() {
  k rollout restart deployment/web
  k rollout status deployment/web --timeout=90s
  eventually 30 are_two
}

are_two() {
  says 2 grep --count . <(k get pods --selector app=web --output name)
}

# First it is said that nobody was asked yet.
is_told() {
  field hprobe/web '.status.targets[0].message' | grep --quiet 404
}

settle
probes >"$WORK/before"
behave "$(pods web)" /nowhere 404
k apply --filename - <<Y
apiVersion: faultline.dev/v1alpha1
kind: HealthProbe
metadata: {name: web}
spec:
  targetRefs: [{kind: Deployment, name: web}]
  shallow:
    preset: HTTP
    port: http
    paths: {readiness: /well, liveness: /nowhere}
    readinessDeadline: 10s
    livenessDeadline: 30s
Y
eventually 60 says PathNotServed target
eventually 60 is_told
field hprobe/web '.status.targets[0].message' >"$WORK/message"
field hprobe/web '.status.targets[0].served[*]' >"$WORK/served"
injecting
probes >"$WORK/running"
anew_all
probes >"$WORK/first"
# The new pods answer it, so it is asked of those that come after them.
eventually 180 says Programmed target
anew_all
probes >"$WORK/second"
