#!/bin/bash
# Shows the guest of the root $1 as it is after the boots whose upper folders are in $2, mounted at $2/root, to the command in $3.
set -eu
exec unshare -m -p -f --kill-child --propagation private bash -euc '
  mount -t proc proc /proc
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/up,workdir=$2/wk" "$2/root"
  mount -t overlay overlay -o "lowerdir=$1/usr,upperdir=$2/uu,workdir=$2/uw" "$2/root/usr"
  cd "$2/root"
  eval "$3"
' _ "$1" "$2" "$3"
