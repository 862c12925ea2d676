# Alone: what it tells is how fast things happen.
source ../lib.sh

# Without a policy a connection stays with its server, and fortio's with a good one: a call each spreads them.
everywhere=(-keepalive=false)
# One at a time, or the retry budget would have its say.
seldom=("${everywhere[@]}" -n 60 -c 1 -qps 15)

# Beside one another, from pods with a policy and from pods without: one of three servers answers 503; all are slow; of
# three, one answers 503 and one hangs up; all answer 503 under load.
failures() {
  local all one other who
  all=$(pods server)
  read -r one other _ <<<"$all"
  behave "$all" /ads 200 4s
  behave "$all" /search 200 5s
  behave "$one" /orders 503
  behave "$other" /orders drop
  behave "$all" /stock 503 400ms
  behave "$all" /parts 503 400ms
  for who in shop bare; do
    traffic "$who" ads-slow -n 4 -c 4 -qps 0 -timeout 10s http://ads/ads
    traffic "$who" search-slow -n 4 -c 4 -qps 0 -timeout 10s http://search/search
    traffic "$who" orders-get "${seldom[@]}" "http://orders/orders/get/$who?call={uuid}"
    traffic "$who" orders-post "${seldom[@]}" -payload x "http://orders/orders/post/$who?call={uuid}"
    traffic "$who" orders-key "${seldom[@]}" -payload x -H 'Idempotency-Key: 1' "http://orders/orders/key/$who?call={uuid}"
    traffic "$who" stock -n 384 -c 32 -qps 0 "http://stock/stock/$who"
  done
  traffic shop parts -n 128 -c 32 -qps 0 http://parts/parts/shop
  behave "$one" /prices 503
  SECONDS=0
  for who in shop bare; do
    traffic "$who" prices-at-first "${everywhere[@]}" -qps 40 -c 4 -t 4s -payload x http://prices/prices
  done
  # What is claimed is a time: failures are over within 10 s.
  sleep 8
  echo "$SECONDS" >"$WORK/later"
  for who in shop bare; do
    traffic "$who" prices-later "${everywhere[@]}" -qps 40 -c 4 -t 4s -payload x http://prices/prices
  done
  landed
}

# All servers go while their callers go on, and come back.
outage() {
  local who
  behave "$(pods server)" /ads
  for who in shop bare; do
    traffic "$who" ads-outage -timeout 1s -qps 20 -c 4 -t 4s http://ads/ads
  done
  k scale deployment/server --replicas=0
  k wait pods --selector app=server --for=delete --timeout=30s
  for who in shop bare; do
    traffic "$who" prices-outage -timeout 1s -qps 20 -c 4 -t 2s http://prices/prices
  done
  landed
  app shop get http://ads/ads >"$WORK/fallback"
  stands shop prices Open
  says True/BreakerOpen condition shop Degraded
  announces shop BreakerOpened 'dependency prices'
  k scale deployment/server --replicas=3
  k rollout status deployment/server --timeout=60s
  eventually 30 every_app shop get http://prices/prices
  traffic shop prices-back -qps 20 -c 4 -t 2s http://prices/prices
  landed
  stands shop prices Closed
  stands shop ads Closed
  eventually 30 says / condition shop Degraded
  announces shop BreakerClosed 'dependency prices'
}

for each in server bare; do
  k rollout status "deployment/$each" --timeout=90s
done
injecting
start shop:2
sidecared shop
failures
stands shop prices 'Partial, 1 of 3 ejected'
heard server / >"$WORK/heard"
outage
