source ../lib.sh

grep -q 'The CRDs go with this release (crds.keep is false), and with them [1-9]' "$WORK/uninstall" ||
  fail "the uninstall did not say that the policies go" "$(<"$WORK/uninstall")"
says restricted cat "$WORK/rules"
says 25% cat "$WORK/after"
