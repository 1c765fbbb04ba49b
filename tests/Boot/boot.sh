#!/bin/bash
# Where $7 is given, the whole guest is killed so many seconds after it has written the file "cut" into the results: the power goes.
# Boots the root $1 on a throw-away overlay whose upper folders are in $2, with results in $3, under the name $4, for at most $5 seconds.
# The guest sees the folder $6 as /repository, and $8, where it is given, as /pwsh.
# Always with process and mount namespaces of its own: the guest's systemd-sysctl would change the kernel's settings for everybody else.
set -eu
root=$1 work=$2 res=$3 name=$4 limit=$5
mkdir -p "$work"/{up,wk,uu,uw,root} "$res"
status=0
timeout -k 5 "$limit" unshare -m -p -f --kill-child --propagation private bash -euc '
  root=$1 work=$2 res=$3 name=$4
  mount -t proc proc /proc
  mkdir -p /run/systemd/nspawn; mount -t tmpfs tmpfs /run/systemd/nspawn
  umount -R /sys/fs/cgroup 2>/dev/null || :; mkdir -p /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir /sys/fs/cgroup/$name; echo $$ >/sys/fs/cgroup/$name/cgroup.procs
  mount -t overlay overlay -o "lowerdir=$root,upperdir=$work/up,workdir=$work/wk" "$work/root"
  # What the image has in /usr over the /usr of this host, which stays untouched.
  mount -t overlay overlay -o "lowerdir=$root/usr:/usr,upperdir=$work/uu,workdir=$work/uw" "$work/root/usr"
  exec systemd-nspawn -q -b -D "$work/root" -M $name --register=no --keep-unit --private-network \
    --link-journal=no --console=read-only --bind="$res:/results" --bind-ro="$5:/repository" ${6:+--bind-ro="$6:/pwsh"}
' _ "$root" "$work" "$res" "$name" "$6" "${8:-}" </dev/null >>"$res/console" 2>&1 &
guest=$!
if [ -n "${7:-}" ]; then
    until [ -e "$res/cut" ] || ! kill -0 $guest 2>/dev/null; do sleep 0.005; done
    sleep "$7"
    # unshare alone: its death kills the guest's first process, and with it all the others at once.
    kill -KILL "$(pgrep -P $guest)" || :
fi
{ wait $guest; } 2>/dev/null || status=$?
# The boot leaves its cgroup behind.
unshare -m --propagation private bash -c '
  umount -R /sys/fs/cgroup 2>/dev/null || :; mkdir -p /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup
  [ -d /sys/fs/cgroup/$1 ] && find /sys/fs/cgroup/$1 -depth -type d -exec rmdir {} \; 2>/dev/null || :
' _ "$name"
exit $status
