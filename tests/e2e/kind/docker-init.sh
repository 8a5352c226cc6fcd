#!/bin/bash
# The first process in the namespaces of a private Docker; $FOLDER holds all it needs and writes, $COREDNS is a CoreDNS.
set -eu
mount --make-rshared /
mount -t tmpfs tmpfs /run
mkdir -p "$FOLDER"/etc/{upper,work}
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$FOLDER/etc/upper,workdir=$FOLDER/etc/work" /etc # Docker keeps a key there
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
# Names of the outside are refused at once: nothing leads there, and waiting for an answer would take seconds each time.
(until ip -4 addr show docker0 2>/dev/null | grep -q 10.251.0.1; do sleep .1; done; exec "$COREDNS" -conf "$FOLDER/Corefile" >"$FOLDER/dns.log" 2>&1) &
exec docker-init -s -g -- dockerd --config-file "$FOLDER/daemon.json"
