# What the tests of the command have in common; sourced.  `bad` counts what failed.
bad=0

# expect CODE PATTERN COMMAND...: the exit code, and a line of the output (both streams); '' is any
# output, none as well.
expect() {
  code=$1 pattern=$2
  shift 2
  "$@" >out 2>&1
  got=$?
  if [ "$got" != "$code" ] || { [ -n "$pattern" ] && ! grep -qE -e "$pattern" out; }; then
    bad=$((bad + 1))
    printf 'FAILED %s\n  expected exit %s and /%s/, got exit %s and:\n' "$*" "$code" "$pattern" "$got"
    sed 's/^/  | /' out | head -n 12
  fi
}
