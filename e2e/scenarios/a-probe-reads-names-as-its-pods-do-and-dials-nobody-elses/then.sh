source ../lib.sh

says Passing field hprobe/web '.status.checks[?(@.check=="bare-name")].state'
says Passing field hprobe/web '.status.checks[?(@.check=="full-name")].state'
says 'the host has no address' cat "$WORK/unknown-name"
grep --quiet '^not dialled: .* belongs to another namespace; .*probes.allow$' "$WORK/dns" || fail "$(<"$WORK/dns")"
grep --quiet '^not dialled: .* is the API server;' "$WORK/api-server" || fail "$(<"$WORK/api-server")"
grep --quiet '^not dialled: .* is the operator itself;' "$WORK/operator" || fail "$(<"$WORK/operator")"
grep --quiet '^not dialled: .* is a node;' "$WORK/node" || fail "$(<"$WORK/node")"
says 'True/Impaired' probe_condition web Healthy
