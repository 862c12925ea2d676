# Alone: it takes all operators away at once.
source ../lib.sh

# Writes edit number $1; every one has another connectTimeout, by which the sidecar shows that it has it.
edit() {
  local mode=Enforce timeout="$((5000 + $1))ms" connect="$((1000 + $1))ms"
  local echo="{name: echo, serviceRef: {name: echo, port: 9090}, protocol: GRPC, timeout: $timeout, connectTimeout: $connect},"
  case $(($1 % 5)) in
  1) mode=Audit ;;
  3) echo='' ;;
  esac
  k apply --filename - <<Y
apiVersion: faultline.dev/v1alpha1
kind: ResiliencePolicy
metadata: {name: client}
spec:
  targetRefs: [{kind: Deployment, name: client}]
  mode: $mode
  dependencies: [
    {name: web, serviceRef: {name: web, port: 80}, protocol: HTTP, timeout: $timeout, connectTimeout: $connect},
    $echo
    {name: db, serviceRef: {name: db, port: 5432}, protocol: TCP, connectTimeout: $connect}]
Y
}

# Whether edit number $1 is in force in the sidecar.
in_force() {
  app client get 'http://127.0.0.1:15500/config_dump?resource=dynamic_active_clusters' >"$WORK/clusters"
  case $(($1 % 5)) in
  1) says 0 protected ;;
  3) says 2 protected && grep "\"1.$(printf %03d "$1")s\"" "$WORK/clusters" ;;
  *) says 3 protected && grep "\"1.$(printf %03d "$1")s\"" "$WORK/clusters" ;;
  esac
}

protected() {
  grep --count --extended-regexp '"alt_stat_name": "(dep|tcp)_' "$WORK/clusters"
}

# Traffic of all three kinds goes on: pgbench tells each second, and each of the two that run for itself. Either may
# have nothing to tell yet.
flows() {
  local before after
  eventually 30 beyond 0 requests
  before=$(requests)
  after=$((before + 50))
  eventually 30 beyond "$after" requests
  before=$(lines)
  eventually 30 beyond "$((before + 4))" lines
}

requests() {
  app client report | awk '$1 == "requests" {print $2}'
}

lines() {
  k logs deployment/client --container pgbench | grep --count '^progress: .* 0 failed' || true
}

beyond() {
  local seen
  seen=$("${@:2}")
  ((${seen:-0} > $1))
}

operators() {
  kubectl --namespace "$OPERATOR_NAMESPACE" "$@"
}

for server in web echo db; do
  k rollout status "deployment/$server" --timeout=90s
done
injecting
start client
sidecared client
flows
for what in "upstream_rq_completed web" "upstream_rq_completed echo" "upstream_cx_total db"; do
  # shellcheck disable=SC2086 # two words
  printf '%s %s\n' "$what" "$(counted client $what)"
done >"$WORK/counted"

for number in {1..50}; do
  edit "$number"
  eventually 20 in_force "$number"
done
flows

operators delete pods --selector app.kubernetes.io/name=faultline,app.kubernetes.io/component=operator --wait=false
flows
operators rollout status deployment/faultline --timeout=90s
operators delete pods --selector app.kubernetes.io/name=faultline --grace-period=0 --force
flows
operators rollout status deployment/faultline --timeout=90s
edit 52
eventually 60 in_force 52

k delete respol client
eventually 20 in_force 1
flows
