# Alone: what it tells is how fast things happen.
source ../lib.sh

# A worker needs 400 ms for a heavy request and 20 ms for a light one: eight do 20 heavy ones in a second.
capacity=20
light=(-timeout 1s -qps 40 -c 4 -t 5s)

heavy() {
  local times=$1
  # One after the other, and not all callers in one moment of each second.
  printf '%s ' -uniform -timeout 1s -qps $((capacity * times)) -c $((capacity * times)) -t 6s
}

# Whether nobody waits for a worker any more.
idle() {
  k exec "deployment/$1" --container app -- /app get http://127.0.0.1:8080/light
}

# What probes have found since the pods were made, before they were ready for one.
unhealthy() {
  k get events --field-selector reason=Unhealthy \
    --output 'jsonpath={range .items[*]}{.involvedObject.name} {.count}{"\n"}{end}' | sort
}

# What status says of a port that gets more than it takes.
sheds() {
  field "respol/$1" .status.summary | grep --only-matching 'port http sheds [0-9]* % of its requests'
}

for each in bare caller; do
  k rollout status "deployment/$each" --timeout=90s
done
injecting
start bulkheads limited
sidecared bulkheads limited
for each in bulkheads limited bare; do
  behave "$(pods "$each")" /light 200 20ms
  behave "$(pods "$each")" /heavy 200 400ms
done

for each in bulkheads bare; do
  traffic caller "light-calm-$each" "${light[@]}" "http://$each/light"
done
landed
unhealthy >"$WORK/unhealthy"
traffic caller peak-bare $(heavy 1) http://bare/heavy
traffic caller peak-limited $(heavy 1) http://limited/heavy
landed
for each in limited bare; do
  traffic caller "five-times-$each" $(heavy 5) "http://$each/heavy"
done
landed
# What is left of it is not of this flood.
eventually 60 idle bare
for each in bulkheads bare; do
  traffic caller "heavy-flood-$each" $(heavy 10) "http://$each/heavy"
done
sleep 1
for each in bulkheads bare; do
  traffic caller "light-flood-$each" "${light[@]}" -t 4s "http://$each/light"
done
landed
unhealthy >"$WORK/unhealthy-then"
# It is told at once that it sheds, and once a minute how much of the last minute. Who asks takes the flood's processor.
eventually 75 sheds bulkheads
sheds bulkheads >"$WORK/shedding"
field respol/bulkheads '.status.inbound[?(@.atPort=="http")].shedPercent' >"$WORK/shed-percent"
