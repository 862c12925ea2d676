source ../lib.sh

asked_often() {
  (($(heard web /nowhere | wc -l) >= 10))
}

none='startup= readiness= liveness= '
says "$none" cat "$WORK/before"
# Nothing is changed on a pod that runs, and nothing is asked for that was not answered.
says "$none" cat "$WORK/running"
grep --quiet '^HTTP http /nowhere: status 404.*; new pods get no liveness probe until it answers$' "$WORK/message" ||
  fail "$(<"$WORK/message")"
says 'HTTP http /well' cat "$WORK/served"
says 'startup=/well readiness=/well liveness= ' cat "$WORK/first"
says 'startup=/well readiness=/well liveness=/nowhere ' cat "$WORK/second"
says True/Ready probe_condition web Ready
# The kubelet asks what stands there.
eventually 30 asked_often
k wait pods --selector app=web --for=condition=Ready --timeout=30s
