source ../lib.sh

reports client failures 0
reports client waiting 0
row 'requests lost while captured pods came and went' '' "0 of $(awk '$1 == "requests" {print $2}' "$WORK/report")"
says '0 0' k get pods --selector app=web \
  --output 'jsonpath={.items[*].status.initContainerStatuses[*].restartCount} {.items[*].status.containerStatuses[*].restartCount}'
eventually 30 says True/Programmed condition web Programmed
findings web | tr ' ' '\n' >"$WORK/findings"
grep --line-regexp NumericTargetPort "$WORK/findings" || fail "web-by-number leads past the sidecar, and nobody says so" "$(<"$WORK/findings")"
