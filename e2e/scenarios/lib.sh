# What scenarios share. e2e/run sets KUBECONFIG, NAMESPACE (the scenario's own), WORK (its scratch folder) and E2E.
# shellcheck shell=bash
set -euo pipefail

OPERATOR_NAMESPACE=faultline-system

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

k() {
  kubectl --namespace "$NAMESPACE" "$@"
}

# Prints a field: `field pdb/web-faultline .spec.maxUnavailable`.
field() {
  k get "$1" --output "jsonpath={$2}"
}

# Prints status and reason: `condition web DisruptionSafe` says `True/DrainAllowed`.
condition() {
  field "respol/$1" ".status.conditions[?(@.type==\"$2\")].status"
  printf /
  field "respol/$1" ".status.conditions[?(@.type==\"$2\")].reason"
}

# The same of a probe.
probe_condition() {
  field "hprobe/$1" ".status.conditions[?(@.type==\"$2\")].status"
  printf /
  field "hprobe/$1" ".status.conditions[?(@.type==\"$2\")].reason"
}

findings() {
  field "respol/$1" '.status.findings[*].finding'
}

# Compares what a command prints: `says 25% field pdb/web-faultline .spec.maxUnavailable`.
says() {
  local expected=$1 seen
  shift
  seen=$("$@") || true
  [[ $seen == "$expected" ]] || {
    printf 'expected that `%s` says: %s\nseen: %s\n' "$*" "$expected" "$seen" >&2
    return 1
  }
}

absent() {
  says '' k get "$1" --ignore-not-found --output name
}

# Tries a command until it succeeds: `eventually 30 says 25% ...`; on failure shows what the last try saw.
eventually() {
  local limit=$1 end=$((SECONDS + $1)) seen
  shift
  until seen=$("$@" 2>&1); do
    ((SECONDS < end)) || fail "still not so after $limit s: $*" "$seen"
    sleep 0.2
  done
}

# Makes a policy that says nothing but its target, a Deployment of the same name.
protect() {
  k apply --filename - <<Y
apiVersion: faultline.dev/v1alpha1
kind: ResiliencePolicy
metadata: {name: $1}
spec:
  targetRefs: [{kind: Deployment, name: $1}]
Y
}

# Waits until all workloads of the namespace run and all policies are applied.
settle() {
  local each
  for each in $(k get deployments,statefulsets --output name); do
    k rollout status "$each" --timeout=90s >/dev/null
  done
  for each in $(k get respol --output name); do
    k wait "$each" --for=condition=Ready --timeout=30s >/dev/null
  done
}

# Waits until new pods of the namespace are sent to the operator, and their sidecars would have whom to trust.
injecting() {
  eventually 60 is_injecting
}

is_injecting() {
  k get configmap faultline-ca
  kubectl get mutatingwebhookconfiguration faultline-injector \
    --output 'jsonpath={.webhooks[*].namespaceSelector.matchExpressions[*].values}' | grep "\"$NAMESPACE\""
}

# Starts Deployments that given.yaml has without pods, since they must be made after the policy is in force; one pod each,
# or as many as is said: `start shop:2`.
start() {
  local each name count
  for each in "$@"; do
    IFS=: read -r name count <<<"$each"
    k scale "deployment/$name" --replicas="${count:-1}"
  done
  for each in "$@"; do
    k rollout status "deployment/${each%:*}" --timeout=90s
  done
}

# A new pod in the place of the only one of a Deployment.
anew() {
  k delete pods --selector "app=$1"
  k rollout status "deployment/$1" --timeout=90s
}

sidecars() {
  k get pods --selector "app=$1" --output 'jsonpath={.items[*].spec.initContainers[?(@.name=="faultline-envoy")].name}'
}

# Has every pod of some workloads have a sidecar. Nobody waits longer than 2 s for the operator when a pod is made, so on a
# busy machine one may be made without; another takes its place, as a person would have it.
sidecared() {
  local each try lacking
  for each in "$@"; do
    for try in 1 2 3; do
      lacking=$(unprotected "$each")
      [[ -n $lacking ]] || continue 2
      # shellcheck disable=SC2086 # a word for each pod
      k delete $lacking
      k rollout status "deployment/$each" --timeout=90s
    done
    says '' unprotected "$each"
  done
}

# Pods of a workload that have no sidecar.
unprotected() {
  k get pods --selector "app=$1" \
    --output 'jsonpath={range .items[*]}pod/{.metadata.name} {.spec.initContainers[*].name}{"\n"}{end}' |
    awk '!/faultline-envoy/ {print $1}'
}

# A program of the sample app, beside a sidecar: `app client get http://web`.
app() {
  local workload=$1
  shift
  k exec "deployment/$workload" --container app -- /app "$@"
}

# The same in every pod of a workload: `every_app shop get http://prices`.
every_app() {
  local pod
  for pod in $(pods "$1"); do
    k exec "$pod" --container app -- /app "${@:2}" || return
  done
}

# A number that the sidecar counts for a dependency: `counted client upstream_rq_completed web`.
counted() {
  app "$1" get http://127.0.0.1:15590/stats/prometheus |
    awk -v name="envoy_cluster_$2{" -v of="envoy_cluster_name=\"(dep|tcp)_$3\"" \
      'index($0, name) == 1 && $0 ~ of {print $NF; found = 1} END {if (!found) print 0}'
}

pods() {
  k get pods --selector "app=$1" --field-selector status.phase=Running --output 'jsonpath={.items[*].metadata.name}'
}

# How some pods of the sample app answer from now on: `behave "$(pods server)" /orders 503 200ms`.
behave() {
  local pod
  for pod in $1; do
    k exec "$pod" --container app -- /app behave "${@:2}"
  done
}

# Calls that the pods of a workload were asked, a line each: `heard server /orders`.
heard() {
  local pod
  for pod in $(pods "$1"); do
    k exec "$pod" --container app -- /app heard "$2"
  done
}

# Has every pod of a workload call by fortio, beside all that follows: `traffic shop prices -qps 40 -t 5s http://prices`.
# After `landed`, $WORK/traffic has what came of it, under the names of run and workload.
traffic() {
  local workload=$1 run=$2 pod
  shift 2
  mkdir -p "$WORK/traffic"
  for pod in $(pods "$workload"); do
    k exec "$pod" --container fortio -- /fortio load -quiet -json - -log-errors=false -allow-initial-errors "$@" \
      >"$WORK/traffic/$run.$workload.$pod.json" 2>"$WORK/traffic/$run.$workload.$pod.log" &
    flights+=("$!")
  done
}

flights=()

landed() {
  local each
  for each in "${flights[@]}"; do
    wait "$each" || fail "fortio did not end well:" "$(tail --lines=3 "$WORK"/traffic/*.log)"
  done
  flights=()
}

# A number of a run: `figure prices shop failed-percent`; harness/traffic.py lists them.
figure() {
  "$E2E/harness/traffic.py" "$WORK/traffic/$1.$2".*.json | awk -v word="$3" '$1 == word {print $2}'
}

# Compare a number that a command prints, decimals and all: `at_most 1 figure prices shop failed-percent`.
at_most() {
  compares '<=' "$@"
}

at_least() {
  compares '>=' "$@"
}

compares() {
  local how=$1 bound=$2 seen
  shift 2
  seen=$("$@")
  awk -v seen="$seen" -v bound="$bound" "BEGIN {exit !(seen != \"\" && seen + 0 $how bound + 0)}" ||
    fail "expected that \`$*\` says a number $how $bound; seen: $seen"
}

# What status tells of a dependency: `standing shop prices` says `Partial, 1 of 3 ejected`.
standing() {
  local one=".status.dependencies[?(@.dependency==\"$2\")]"
  k get "respol/$1" --output "jsonpath={$one.state}, {$one.ejected} of {$one.endpoints} ejected"
}

# Waits until it says so, or begins so: `stands shop prices Open`.
stands() {
  eventually 60 is_standing "$@"
}

is_standing() {
  local seen
  seen=$(standing "$1" "$2")
  [[ $seen == "$3"* ]] || {
    printf 'expected that status says of %s: %s\nseen: %s\n' "$2" "$3" "$seen" >&2
    return 1
  }
}

# Waits for an Event about a policy: `announces shop BreakerOpened 'dependency prices'`.
announces() {
  eventually 30 announced "$@"
}

announced() {
  k get events --field-selector "involvedObject.name=$1,reason=$2" --output 'jsonpath={.items[*].message}' |
    grep --fixed-strings "$3"
}

# A line of the table that is shown when the scenario has ended.
row() {
  printf '%-58s %-34s %s\n' "$@" >>"$WORK/table"
}

# What failed of a run of fortio, in words: `failing prices shop`.
failing() {
  printf '%s %% failed' "$(figure "$1" "$2" failed-percent)"
}

# The same of callers without a policy and with one, in a line: `compared 'one of three fails' prices`.
compared() {
  row "$1" "$(failing "$2" bare)" "$(failing "$2" shop)"
}

# Compares a number of a report of `app load`: `reports client failures 0`.
reports() {
  app "$1" report >"$WORK/report"
  says "$3" awk -v word="$2" '$1 == word {print $2}' "$WORK/report" || fail "$(<"$WORK/report")"
}

# Waits until the disruption controller has counted: `allows web-faultline 1`.
allows() {
  k wait "pdb/$1" --for=create --timeout=30s >/dev/null
  k wait "pdb/$1" --for="jsonpath={.status.disruptionsAllowed}=$2" --timeout=60s >/dev/null
}

node_of() {
  field "pod/$1" .spec.nodeName
}

# The node with most of the pods that a selector finds.
busiest_node() {
  k get pods --selector "$1" --output 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' |
    sort | uniq -c | sort -rn | awk 'NR == 1 {print $2}'
}

# Drains a whole node, other people's pods included; $WORK/drain is what kubectl said. The node is opened again at the end.
drain() {
  # shellcheck disable=SC2064 # the node of now
  trap "kubectl uncordon $1" EXIT
  kubectl drain "$1" --ignore-daemonsets --delete-emptydir-data --timeout=100s 2>&1 | tee -a "$WORK/drain"
}

undo_drain() {
  kubectl uncordon "$1"
  trap - EXIT
}

# Asks for an eviction as kubectl drain does; prints the API server's refusal and fails when it refuses.
evict() {
  local dry_run=${2:+, \"deleteOptions\": \{\"dryRun\": [\"All\"]\}}
  printf '{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}%s}' \
    "$1" "$NAMESPACE" "$dry_run" |
    kubectl create --raw "/api/v1/namespaces/$NAMESPACE/pods/$1/eviction" --filename - 2>&1
}

# From now on $WORK/available holds a line for every change of the pods that a selector finds.
watch_pods() {
  "$E2E/harness/available.py" --namespace "$NAMESPACE" --selector "$1" >"$WORK/available" 2>"$WORK/watch-error" &
  watcher=$!
  eventually 20 test -s "$WORK/available"
}

# Waits until as many pods are available as at the start, so that the record is whole.
stop_watching() {
  eventually 60 is_back
  [[ ! -s $WORK/watch-error ]] || fail "$(<"$WORK/watch-error")"
  kill "$watcher"
}

is_back() {
  [[ $(awk 'END {print $1}' "$WORK/available") == $(awk 'NR == 1 {print $1}' "$WORK/available") ]]
}

fewest_available() {
  awk 'NR == 1 || $1 < fewest {fewest = $1} END {print fewest}' "$WORK/available"
}

# For scenarios that take the operator away and leave it so: the one before has done the same, or has failed midway.
with_operator() {
  helm status faultline --namespace "$OPERATOR_NAMESPACE" >"$WORK/release" 2>&1 || "$E2E/install-operator"
}

# A field of our chart: `chart appVersion`.
chart() {
  sed -n "s/^$1: //p" "$E2E/../helm/faultline/Chart.yaml"
}

# Prints all that an installation has left: whatever is in its namespace, or bears its name or label outside, of every
# kind that the API server has. Not the namespace itself, which Helm keeps, nor what every namespace has, nor the
# APIService that the API server makes for a CRD; Events end by themselves.
traces() {
  local everywhere inside
  everywhere=$(kinds)
  inside=$(kinds --namespaced)
  {
    kubectl get "$inside" --namespace "$OPERATOR_NAMESPACE" --ignore-not-found --output name |
      grep -v -e '^serviceaccount/default$' -e '^configmap/kube-root-ca.crt$' || true
    kubectl get "$everywhere" --all-namespaces --selector app.kubernetes.io/name=faultline --output name
    kubectl get "$everywhere" --all-namespaces --output name | grep '/\(.*[.]\)\?faultline' |
      grep -v -e "^namespace/$OPERATOR_NAMESPACE$" -e '^apiservice' || true
  } | sort -u
}

# Endpoints and component statuses are old names of other kinds.
kinds() {
  kubectl api-resources --verbs=list "$@" --output name | grep -v -e ^events -e '^endpoints$' -e ^componentstatuses |
    paste -sd,
}
