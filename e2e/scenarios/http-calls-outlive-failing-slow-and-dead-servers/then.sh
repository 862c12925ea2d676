source ../lib.sh

# How often the servers heard one call at most.
repeated() {
  grep "^$1 " "$WORK/heard" | sort | uniq --count | awk '$1 > most {most = $1} END {print most + 0}'
}

# How many calls they heard for each that was made.
amplified() {
  awk -v heard="$(grep --count "^/$1/$2 " "$WORK/heard")" -v calls="$(figure "$1" "$2" calls)" \
    'BEGIN {printf "%.2f", heard / calls}'
}

later=$(<"$WORK/later")
row '' 'without policy' 'with policy'
compared '1 of 3 servers answers 503, POST: at first' prices-at-first
compared "  from second $later on" prices-later
row '  status says' '' 'Partial, 1 of 3 ejected'
row 'a server that needs 5 s, timeout 500 ms' "slowest $(figure search-slow bare slowest-millis) ms" \
  "slowest $(figure search-slow shop slowest-millis) ms"
row 'a Soft one that needs 4 s, timeout 300 ms' \
  "slowest $(figure ads-slow bare slowest-millis) ms, $(failing ads-slow bare)" \
  "slowest $(figure ads-slow shop slowest-millis) ms, $(failing ads-slow shop)"
for each in 'get GET' 'post POST' 'key POST with a key'; do
  read -r run name <<<"$each"
  row "of 3 servers 1 answers 503, 1 hangs up: $name" "$(failing "orders-$run" bare)" \
    "$(failing "orders-$run" shop), heard up to $(repeated "/orders/$run/shop") times"
done
row 'all answer 503, 64 calls at once, 2 retries: heard' "$(amplified stock bare) for each call" \
  "$(amplified stock shop) for each call"
row '  without a budget' '' "$(amplified parts shop) for each call"
compared 'all servers go, Soft' ads-outage
row 'all servers are gone, Hard' "$(failing prices-outage bare)" \
  "$(failing prices-outage shop), 99 % in $(figure prices-outage shop p99-millis) ms"
row '  status says' '' 'Open, with an Event'
row 'they are back' '' "$(failing prices-back shop)"
row '  status says' '' 'Closed, with an Event'

at_least 20 figure prices-at-first bare failed-percent
at_most 10 cat "$WORK/later"
at_least 20 figure prices-later bare failed-percent
# Five failures in a row are enough, for each of two sidecars; some calls were on their way.
at_most 30 figure prices-at-first shop failed
at_most 1 figure prices-later shop failed-percent

at_least 4900 figure search-slow bare fastest-millis
at_least 450 figure search-slow shop fastest-millis
at_most 2500 figure search-slow shop slowest-millis
at_least 3900 figure ads-slow bare fastest-millis
at_least 250 figure ads-slow shop fastest-millis
at_most 2500 figure ads-slow shop slowest-millis
at_most 0 figure ads-slow shop failed

for run in orders-get orders-post orders-key; do
  at_least 40 figure "$run" bare failed-percent
done
at_most 0 figure orders-get shop failed
at_most 0 figure orders-key shop failed
at_least 40 figure orders-post shop failed-percent
says 1 repeated /orders/post/shop
at_least 2 repeated /orders/get/shop
at_least 2 repeated /orders/key/shop

at_least 1.01 amplified stock shop
at_most 1.25 amplified stock shop
at_least 1.5 amplified parts shop
at_least 100 figure stock shop failed-percent

at_most 0 figure ads-outage shop failed
at_least 20 figure ads-outage bare failed-percent
says '{"items":[]}' cat "$WORK/fallback"
at_least 100 figure prices-outage shop failed-percent
at_most 2000 figure prices-outage shop p99-millis
at_most 0 figure prices-back shop failed
