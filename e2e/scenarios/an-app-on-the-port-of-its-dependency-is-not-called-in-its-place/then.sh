source ../lib.sh

pod() {
  k get pods --selector "app=$1" --output 'jsonpath={.items[*].metadata.name}'
}

says faultline-envoy sidecars shop
# Its own port is the app's, by its Service and within its pod.
eventually 20 says "$(pod shop)" app shop get http://shop:8080
says "$(pod shop)" app shop get http://127.0.0.1:8080
# The dependency is called directly.
says "$(pod stock)" app shop get http://stock:8080
says 0 counted shop upstream_rq_completed stock
# Through the sidecar only where it has a port of its own.
says "$(pod prices)" app shop get http://prices:8080
says 0 counted shop upstream_rq_completed prices
says "$(pod prices)" app shop get http://prices.faultline:9180
says 1 counted shop upstream_rq_completed prices
