source ../lib.sh

# A health check of fortio names the service that it asks for; the servers are told by that name.
checks() {
  traffic "$1" "$2" -grpc -healthservice "$3" "${@:4}" "$3:9090"
}

for each in server ledger ledger-dead bare; do
  k rollout status "deployment/$each" --timeout=90s
done
injecting
start shop:2
sidecared shop

read -r one other <<<"$(pods server)"
behave "$one $other" /search 200 5s
behave "$one $other" /faultline.sample.Echo/Say 200 5s
behave "$one" /quotes 503
behave "$one" /rates 503
SECONDS=0
for who in shop bare; do
  checks "$who" rates-at-first rates -c 8 -qps 40 -t 4s
  checks "$who" search search -c 4 -qps 0 -n 4
  # Each call has a connection of its own.
  traffic "$who" ledger -keepalive=false -c 2 -qps 40 -n 160 http://ledger:7070
done
# As many at a time as may be tried again whatever the budget; elsewhere more, since each stays with its server.
checks shop quotes quotes -c 3 -qps 30 -n 120
checks bare quotes quotes -c 8 -qps 30 -n 120
app shop get grpc://search:9090 >"$WORK/search" 2>&1 || true
landed
echo "$SECONDS" >"$WORK/later"
for who in shop bare; do
  checks "$who" rates-later rates -c 8 -qps 40 -t 3s
done
landed
stands shop rates 'Partial, 1 of 2 ejected'
