#!/bin/bash
# Makes the image of a kind node, $IMAGE, in the Docker of $DOCKER_HOST: Debian 12 with containerd and systemd, the
# Kubernetes of $KUBERNETES (etcd, control plane, kubelet, kube-proxy, kubectl, kubeadm in one binary), $COREDNS, $PAUSE.
# $WORK is a folder to work in, $VERSION the version of Kubernetes. Needs root, mmdebstrap and a Debian mirror, and no
# registry. What kind wants of a node image: https://kind.sigs.k8s.io/docs/design/node-image/
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
node=$WORK/node system=$WORK/system

debian() { mmdebstrap --quiet --aptopt='APT::Install-Recommends "false"' --format=directory "$@"; }
debian --variant=minbase \
  --include=systemd,systemd-sysv,dbus,containerd,runc,containernetworking-plugins,iptables,nftables,conntrack,ipset,iproute2,ethtool,kmod,jq,socat,mount,procps,util-linux,ca-certificates,curl,hostname,psmisc,e2fsprogs \
  bookworm "$node" &
debian --variant=extract --include=busybox-static,iptables,nftables,conntrack,ipset,iproute2,ca-certificates bookworm "$system"
wait $!

# One layer for all that runs as a pod of kube-system.
install -m755 "$KUBERNETES" "$system/kubernetes"; install -m755 "$COREDNS" "$system/coredns"; install -m755 "$PAUSE" "$system/pause"
install -m755 "$here/node-cni" "$system/node-cni"
mkdir -p "$system"/{busybox,usr/local/bin,tmp,etc,root}; chmod 1777 "$system/tmp"
chroot "$system" /bin/busybox --install -s /busybox
[ -e "$system/bin/sh" ] || ln -s /bin/busybox "$system/bin/sh"
for part in kube-apiserver kube-controller-manager kube-scheduler kube-proxy etcd kubectl; do ln -s /kubernetes "$system/usr/local/bin/$part"; done
for ip in iptables ip6tables; do for what in '' -save -restore; do ln -sf xtables-nft-multi "$system/usr/sbin/$ip$what"; done; done
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$system/etc/passwd"
printf 'root:x:0:\nnobody:x:65534:\n' >"$system/etc/group"; printf 'hosts: files dns\n' >"$system/etc/nsswitch.conf"
rm -rf "$system"/var/{cache,lib}/apt "$system"/usr/share/{doc,man,locale,perl*,bash-completion}
tar -C "$system" -c . | docker import -c 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/busybox' - system:build >/dev/null
image() { printf 'FROM %s\n%s\n' "$1" "$3" | DOCKER_BUILDKIT=0 docker build -q -t "$2" - >/dev/null; }
names=$("$KUBERNETES" kubeadm config images list --kubernetes-version "$VERSION")
for name in $names; do
  part=${name##*/}; part=${part%%:*}
  case $part in coredns | pause) at=/$part ;; *) at=/usr/local/bin/$part ;; esac
  image system:build "$name" "ENTRYPOINT [\"$at\"]"
done
image system:build localhost/node-cni:dev 'ENTRYPOINT ["/node-cni"]'
mkdir -p "$WORK/images"
docker save -o "$WORK/images/system.tar" $names localhost/node-cni:dev

# The node itself: of systemd's units only what it needs.
rm -f "$node"/lib/systemd/system/*.wants/* "$node"/etc/systemd/system/*.wants/*
cp -r --preserve=mode "$here/root/." "$node/"
units=/lib/systemd/system
want() { mkdir -p "$node/etc/systemd/system/$1.wants"; ln -sf "$2" "$node/etc/systemd/system/$1.wants/"; }
want sysinit.target $units/systemd-journald.service
for socket in systemd-journald systemd-journald-dev-log dbus; do want sockets.target $units/$socket.socket; done
for unit in containerd kubelet; do want multi-user.target /etc/systemd/system/$unit.service; done
ln -sf $units/multi-user.target "$node/etc/systemd/system/default.target"
for unit in systemd-binfmt.service systemd-udevd.service systemd-logind.service getty.target; do ln -sf /dev/null "$node/etc/systemd/system/$unit"; done
mkdir -p "$node"/etc/{containerd/certs.d,cni/net.d,kubernetes/manifests} "$node"/opt/cni "$node"/var/lib/kubelet
ln -sfn /usr/lib/cni "$node/opt/cni/bin"
sed -i "s|@PAUSE@|$(grep /pause: <<<"$names")|" "$node/etc/containerd/config.toml"
printf '%s' "$VERSION" >"$node/kind/version"
install -m755 "$KUBERNETES" "$node/usr/bin/kubernetes"
for part in kubelet kubeadm kubectl; do ln -sf kubernetes "$node/usr/bin/$part"; done
rm -rf "$node"/var/cache/apt/* "$node"/var/lib/apt/lists/* "$node"/usr/share/{doc,man,locale,info}/* "$node/etc/machine-id"
: >"$node/etc/resolv.conf"
tar -C "$node" -c . | docker import -c 'ENV container=docker' - node:build >/dev/null

# Its containerd gets the system's images unpacked, so that nodes start sooner. It cannot unpack on Docker's overlay:
# for that time its state is on a tmpfs, and then copied.
docker run -d --name build --privileged --entrypoint /bin/sleep -v "$WORK/images:/images:ro" node:build infinity >/dev/null
docker exec build sh -c 'mkdir -p /var/lib/containerd; mount -t tmpfs tmpfs /var/lib/containerd'
docker exec -d build containerd
docker exec build sh -euc 'until ctr version >/dev/null 2>&1; do sleep .2; done
  ctr -n k8s.io images import /images/system.tar >/dev/null; kill $(pidof containerd); sleep 1
  cp -a /var/lib/containerd /var/lib/unpacked; umount /var/lib/containerd; rmdir /var/lib/containerd
  mv /var/lib/unpacked /var/lib/containerd; rm -rf /run/containerd /var/log/*'
docker commit build node:loaded >/dev/null
# neither import nor commit can set STOPSIGNAL
image node:loaded "$IMAGE" 'ENTRYPOINT ["/usr/local/bin/entrypoint","/sbin/init"]
CMD []
STOPSIGNAL SIGRTMIN+3'
docker rm -f build >/dev/null
docker rmi -f $names localhost/node-cni:dev system:build >/dev/null
