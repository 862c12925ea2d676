source ../lib.sh

for server in stock prices; do
  k rollout status "deployment/$server" --timeout=90s
done
injecting
start shop
sidecared shop
