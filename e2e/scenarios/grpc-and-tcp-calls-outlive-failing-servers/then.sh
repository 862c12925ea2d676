source ../lib.sh

row '' 'without policy' 'with policy'
compared 'gRPC: 1 of 2 servers is UNAVAILABLE: at first' rates-at-first
compared "  from second $(<"$WORK/later") on" rates-later
row '  status says' '' 'Partial, 1 of 2 ejected'
compared '  with retries' quotes
row 'gRPC: a server that needs 5 s, timeout 500 ms' "slowest $(figure search bare slowest-millis) ms" \
  "slowest $(figure search shop slowest-millis) ms, $(grep --only-matching DeadlineExceeded "$WORK/search")"
compared 'TCP: on 1 of 2 servers nobody listens: connections' ledger

at_least 10 figure rates-at-first bare failed-percent
at_least 10 figure rates-later bare failed-percent
at_most 1 figure rates-later shop failed-percent
at_least 10 figure quotes bare failed-percent
at_most 0 figure quotes shop failed

at_least 4900 figure search bare fastest-millis
at_least 450 figure search shop fastest-millis
at_most 2500 figure search shop slowest-millis
at_least 100 figure search shop failed-percent
grep --quiet DeadlineExceeded "$WORK/search" || fail "the call did not end by its deadline:" "$(<"$WORK/search")"

at_least 20 figure ledger bare failed-percent
at_most 0 figure ledger shop failed
