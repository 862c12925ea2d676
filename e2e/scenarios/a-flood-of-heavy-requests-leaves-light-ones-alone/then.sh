source ../lib.sh

good() {
  printf '%s of %s arrive in a second' "$(figure "$1" caller good-per-second)" "$2"
}

light() {
  printf '%s, 99 %% in %s ms' "$(failing "$1" caller)" "$(figure "$1" caller p99-millis)"
}

# A share of a number: `share 80 figure peak-bare caller good-per-second`.
share() {
  local percent=$1
  shift
  "$@" | awk -v percent="$percent" '{print $1 * percent / 100}'
}

row '' 'without policy' 'with policy'
row 'heavy requests, as many as the workers can do' "$(good peak-bare 20)" "$(good peak-limited 20)"
row '  five times as many' "$(good five-times-bare 100)" "$(good five-times-limited 100)"
row 'light requests, calm' "$(light light-calm-bare)" "$(light light-calm-bulkheads)"
row '  in a flood of heavy ones, ten times what can be done' "$(light light-flood-bare)" "$(light light-flood-bulkheads)"

row '  what status says then' '-' "$(<"$WORK/shedding")"

at_least "$(share 80 figure peak-bare caller good-per-second)" figure five-times-limited caller good-per-second
at_most "$(share 50 figure peak-bare caller good-per-second)" figure five-times-bare caller good-per-second
at_most 1 figure light-flood-bulkheads caller failed-percent
at_most "$(share 300 figure light-calm-bulkheads caller p99-millis)" figure light-flood-bulkheads caller p99-millis
at_least 50 figure light-flood-bare caller failed-percent

at_least 0.5 cat "$WORK/shed-percent"

# The kubelet asks every second, and never in vain.
for each in bulkheads limited; do
  says '0' k get pods --selector "app=$each" --output 'jsonpath={.items[*].status.containerStatuses[*].restartCount}'
done
diff "$WORK/unhealthy" "$WORK/unhealthy-then" || fail 'a probe failed in the flood'
