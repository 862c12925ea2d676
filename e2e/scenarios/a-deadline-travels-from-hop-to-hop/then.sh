source ../lib.sh

# What the last call of a path had left at a server, in milliseconds: `left last /some`.
left() {
  awk -v path="$2" '$1 == path {left = $NF} END {print left}' "$WORK/$1"
}

# What the caller got: `got front.slow`.
got() {
  printf '%s ms, %s' "$(<"$WORK/$1.millis")" "$(grep --only-matching 'answered .*' "$WORK/$1")"
}

row '' 'at the caller' 'left at the last server'
row 'two servers work 300 ms each, of 3 s' "$(<"$WORK/front.some.millis") ms" "$(left last /some) ms"
row 'the last server takes too long' "$(got front.slow)" "$(left last /slow) ms"
row 'the first has worked for longer than it had' "$(got front.late)" 'not called'
row 'the first passes nothing on' "$(got forgetful.forgotten)" \
  "$(left last /forgotten) ms"

# Well above what a busy machine adds to 600 ms of work, and well below the 3 s.
at_most 2420 left last /some
at_least 1 left last /some
grep --quiet 504 "$WORK/front.slow" || fail "the call did not end at its deadline:" "$(<"$WORK/front.slow")"
# What starts a program in a pod takes its time, too; the server would need 20 s.
at_most 9000 cat "$WORK/front.slow.millis"
grep --quiet 504 "$WORK/front.late" || fail "the call did not end at its deadline:" "$(<"$WORK/front.late")"
says 0 grep --count '^/late' "$WORK/middle"
says 0 grep --count '^/late' "$WORK/last"
# middle got what front's own policy allows the call, and last what was left of that.
grep --quiet 504 "$WORK/forgetful.forgotten" || fail "the call did not end:" "$(<"$WORK/forgetful.forgotten")"
at_least 3001 left middle /forgotten
at_most 6000 left last /forgotten
