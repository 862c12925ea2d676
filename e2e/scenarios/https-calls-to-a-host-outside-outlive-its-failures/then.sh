source ../lib.sh

row '' 'without policy' 'with policy'
compared '1 of 2 addresses answers 503, POST: at first' payments-at-first
compared "  from second $(<"$WORK/later") on" payments-later
row '  status says' '' 'Partial, 1 of 2 ejected'
compared '1 of 2 addresses answers 503, GET, retries' refunds
row 'a server that needs 5 s, timeout 500 ms' "slowest $(figure search bare slowest-millis) ms" \
  "slowest $(figure search shop slowest-millis) ms"
row 'a Soft one that needs 4 s, timeout 300 ms' \
  "slowest $(figure ads-slow bare slowest-millis) ms, $(failing ads-slow bare)" \
  "slowest $(figure ads-slow shop slowest-millis) ms, $(failing ads-slow shop)"
row 'all servers are gone, Hard, connectTimeout 1 s' 'no server is reached' \
  "$(failing payments-outage shop), 99 % in $(figure payments-outage shop p99-millis) ms"
row 'they are back' '' "$(failing payments-back shop)"
row 'all servers are gone, Soft' 'no server is reached' "$(failing ads-outage shop)"

at_least 20 figure payments-at-first bare failed-percent
at_least 20 figure payments-later bare failed-percent
at_most 1 figure payments-later shop failed-percent
at_least 20 figure refunds bare failed-percent
at_most 0 figure refunds shop failed

at_least 4900 figure search bare fastest-millis
at_least 450 figure search shop fastest-millis
at_most 2500 figure search shop slowest-millis
at_least 3900 figure ads-slow bare fastest-millis
at_least 250 figure ads-slow shop fastest-millis
at_most 2500 figure ads-slow shop slowest-millis
at_most 0 figure ads-slow shop failed

at_most 0 figure ads-outage shop failed
at_least 100 figure payments-outage shop failed-percent
at_most 3500 figure payments-outage shop p99-millis
at_most 0 figure payments-back shop failed
