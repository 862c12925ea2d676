# Alone: a sidecar that waits seconds for its turn takes all endpoints for lost.
source ../lib.sh

k rollout status deployment/server --timeout=90s
injecting
start available:2 consistent:2
sidecared available consistent

# The servers fail in one thing, and could do another.
behave "$(pods server)" /transfer 503
for who in available consistent; do
  traffic "$who" transfer -c 4 -qps 40 -n 160 -payload x "http://accounts/transfer/$who"
done
landed
for who in available consistent; do
  traffic "$who" balance -c 4 -qps 40 -n 80 "http://accounts/balance/$who"
done
landed
heard server / >"$WORK/heard"
stands available accounts 'Partial, 1 of 2 ejected'
stands consistent accounts 'Open, 2 of 2 ejected'
says True/BreakerOpen condition consistent Degraded
says / condition available Degraded
