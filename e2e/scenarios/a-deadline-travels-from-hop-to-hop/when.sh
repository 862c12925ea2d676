# Alone: what it tells is how much time is left.
source ../lib.sh

# A call from outside of all policies: `call front /calm` leaves status and milliseconds under its name.
call() {
  local began
  began=$(date +%s%3N)
  app client get "http://$1$2" >"$WORK/$1${2//\//.}" 2>&1 || true
  echo "$(($(date +%s%3N) - began))" >"$WORK/$1${2//\//.}.millis"
}

k rollout status deployment/client --timeout=90s
injecting
start last
start middle
start front forgetful
sidecared front forgetful middle last
eventually 30 app client get http://front/warm
eventually 30 app client get http://forgetful/warm

# front works for 300 ms and middle for 300 ms: last is told what is left of the second.
behave "$(pods front)" /some 200 300ms
behave "$(pods middle)" /some 200 300ms
call front /some
# last takes too long, and is cut with all before it.
behave "$(pods last)" /slow 200 20s
call front /slow
# front has worked for longer than it had: nobody is called.
behave "$(pods front)" /late 200 3300ms
call front /late
# Who passes nothing on has what each call may take.
behave "$(pods last)" /forgotten 200 20s
call forgetful /forgotten

heard middle / >"$WORK/middle"
heard last / >"$WORK/last"
