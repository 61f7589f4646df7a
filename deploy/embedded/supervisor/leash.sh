#!/bin/sh
# Holds what was started to its starter, even when that is killed with SIGKILL: then this script's input ends, and it ends
# the processes of the last line that it read. The line: the database's process (0: none), then those of the services.
trap '' HUP INT TERM
line='0'
while read -r latest; do line=$latest; done

set -- $line
database=$1
shift

alive() {
  for pid in "$@"; do kill -0 "$pid" 2>/dev/null && return 0; done
  return 1
}

end() { # signal, seconds to wait, processes
  name=$1
  tries=$(($2 * 10))
  shift 2
  [ $# -gt 0 ] || return 0
  kill -"$name" "$@" 2>/dev/null
  while [ "$tries" -gt 0 ] && alive "$@"; do
    sleep 0.1
    tries=$((tries - 1))
  done
  alive "$@" && kill -KILL "$@" 2>/dev/null
}

end TERM 5 "$@"
[ "$database" = 0 ] || end INT 20 "$database"
