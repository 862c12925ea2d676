source ../lib.sh

grep -q TooManyRequests "$WORK/answer-healthy" || fail "expected a refusal (429)" "$(<"$WORK/answer-healthy")"
grep -q '"status":"Success"' "$WORK/answer-unhealthy" || fail "expected that the member that is down may go" "$(<"$WORK/answer-unhealthy")"
says 2 fewest_available || fail "of 3 members; every change that was seen:" "$(<"$WORK/available")"
grep -q "^[0-9]* store-0 gone" "$WORK/available" || fail "store-0 is where it was" "$(<"$WORK/available")"
eventually 75 says True/DrainAllowed condition store DisruptionSafe
