source ../lib.sh

gate=faultline.dev/dependencies
says "$gate $gate $gate" cat "$WORK/gates"
says '3 of 3' cat "$WORK/shared"
announces web ReadinessGuardActivated 'self fails on 3 of 3 pods alike'
announces web ReadinessGuardReleased ''
# The service is up although one of its pods is not.
says True/Passing cat "$WORK/own"
grep --quiet self "$WORK/message" || fail "$(<"$WORK/message")"
# Made while nobody could write the condition that it waits for.
says '' cat "$WORK/without"
