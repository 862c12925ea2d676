source ../lib.sh

asked() {
  grep --count "^/$1/$2 " "$WORK/heard" || true
}

calls() {
  printf '%s of %s arrive, %s %% failed' "$(asked "$1" "$2")" "$(figure "$1" "$2" calls)" "$(figure "$1" "$2" failed-percent)"
}

row '' Available Consistent
row 'both servers fail in one thing, and are asked for it' "$(calls transfer available)" "$(calls transfer consistent)"
row '  then for another, which they could do' "$(calls balance available)" \
  "$(calls balance consistent), 99 % in $(figure balance consistent p99-millis) ms"

row '  status says' 'Partial, 1 of 2 ejected' 'Open, 2 of 2 ejected'

# Half of the endpoints stay in use, for better or worse.
says 320 asked transfer available
at_most 0 figure balance available failed
says 160 asked balance available

# What is judged bad is not used: five failures in a row of each server are enough, for each of two sidecars; some calls
# were on their way.
at_least 20 asked transfer consistent
at_most 60 asked transfer consistent
at_least 100 figure balance consistent failed-percent
says 0 asked balance consistent
at_most 2000 figure balance consistent p99-millis
