# The first process of a node's namespaces: makes its network and its own /var, /run and /tmp, then collects orphans.
# When it is killed, everything of the node ends with it, mounts and network included.
# FOLDER ADDRESS GATEWAY [RANGE=ADDRESS of the pods of another node]...
set -euo pipefail
folder=$1 address=$2 gateway=$3
shift 3

until ip link show eth0 >/dev/null 2>&1; do sleep .02; done # the machine's end is made outside
ip link set lo up
ip addr add "$address/24" dev eth0
ip link set eth0 up
ip route add default via "$gateway"
for route; do ip route add "${route%=*}" via "${route#*=}"; done
echo 1 >/proc/sys/net/ipv4/ip_forward

mount --make-rshared / # kubelet and containerd want shared propagation
mount --bind "$folder/var" /var
mount -t overlay overlay -o "lowerdir=/tmp,upperdir=$folder/tmp,workdir=$folder/tmp-work" /tmp
mkdir -p /tmp/hostpath_pv # where the controller manager's provisioner makes volumes
mount -t tmpfs tmpfs /run # a containerd.sock and an xtables.lock of its own
mkdir -p /run/containerd /run/lock
mount --bind "$folder/resolv.conf" /etc/resolv.conf

# What the kubelet sets for the whole machine reads here as if it were set already.
while read -r setting value; do
  [ -e "/proc/sys/$setting" ] || continue
  file=$folder/sysctl/${setting//\//-}
  echo "$value" >"$file"
  mount --bind "$file" "/proc/sys/$setting"
done <<'SETTINGS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SETTINGS

touch "$folder/prepared"
while :; do
  wait || true
  sleep 1
done
