source ../lib.sh

requests() {
  app client report | awk '$1 == "requests" {print $2}'
}

beyond() {
  (($(requests) > $1))
}

# Requests go on.
flows() {
  eventually 30 beyond "$(($(requests) + 200))"
}

# Ports at which Services find ready pods.
ports() {
  k get endpointslices --selector kubernetes.io/service-name=web \
    --output 'jsonpath={range .items[*]}{.ports[*].port}{"\n"}{end}' | sort -n | paste -sd' '
}

# Sidecars in which a connection of the captured port leads to the application.
receiving() {
  local pod count=0 number
  # The client's connections stay where they are; each of these is new.
  for number in 1 2 3 4 5 6; do
    app client get http://web >/dev/null
  done
  for pod in $(pods web); do
    if k exec "$pod" --container app -- /app get http://127.0.0.1:15500/clusters | grep --quiet '^inbound__http::.*:8080::rq_total::[1-9]'; then
      count=$((count + 1))
    fi
  done
  echo "$count"
}

running() {
  pods web | wc --words
}

settle
flows
k apply --filename - <<Y
apiVersion: faultline.dev/v1alpha1
kind: ResiliencePolicy
metadata: {name: web}
spec:
  targetRefs: [{kind: Deployment, name: web}]
  inbound: [{port: http, protocol: HTTP}]
Y
injecting

# Old and new pods, side by side.
k scale deployment/web --replicas=3
k rollout status deployment/web --timeout=90s
says faultline-envoy sidecars web
eventually 30 says '8080 15506' ports
flows
eventually 30 says 1 receiving

k rollout restart deployment/web
k rollout status deployment/web --timeout=120s
eventually 60 says 'faultline-envoy faultline-envoy faultline-envoy' sidecars web
eventually 60 says 15506 ports
flows
eventually 30 says 3 receiving

# Pods with sidecars in the place of pods with sidecars.
k rollout restart deployment/web
k rollout status deployment/web --timeout=120s
flows

k annotate respol/web faultline.dev/bypass=true
flows
k annotate respol/web faultline.dev/bypass-
flows

k scale deployment/web --replicas=1
eventually 60 says 1 running
eventually 60 says '' k get pods --selector app=web --output 'jsonpath={.items[*].metadata.deletionTimestamp}'
flows
