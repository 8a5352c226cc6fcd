import { join } from 'node:path';
import type { ClusterPlan, NodePlan } from './cluster-plan.ts';
import { cgroupOf } from './cluster-plan.ts';
import { pauseImage } from './test-images.ts';

/** The command line of each part, by its name. */
export function controlPlaneParts({ pki, server, programs }: ClusterPlan, { folder }: NodePlan) {
  const file = (name: string) => join(pki, name);
  const kubeconfigs = (name: string) =>
    ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'].map(
      (flag) => `--${flag}=${file(`${name}.conf`)}`,
    );
  const part = (name: string, ...flags: readonly string[]) => [programs.kubernetes, name, ...flags];
  return {
    etcd: part('etcd', '--name=node0', `--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=warn'),
    apiserver: part(
      'kube-apiserver',
      ...['--etcd-servers=http://127.0.0.1:2379', '--bind-address=0.0.0.0', '--secure-port=6443'],
      ...[`--advertise-address=${server}`, '--service-cluster-ip-range=10.96.0.0/16', '--allow-privileged=true'],
      ...[`--tls-cert-file=${file('apiserver.crt')}`, `--tls-private-key-file=${file('apiserver.key')}`],
      ...[`--client-ca-file=${file('ca.crt')}`, '--authorization-mode=Node,RBAC'],
      '--enable-admission-plugins=NodeRestriction',
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${file('service-account.pub')}`,
      `--service-account-signing-key-file=${file('service-account.key')}`,
      `--kubelet-client-certificate=${file('kubelet-client.crt')}`,
      `--kubelet-client-key=${file('kubelet-client.key')}`,
      '--kubelet-preferred-address-types=InternalIP',
      `--requestheader-client-ca-file=${file('front-proxy-ca.crt')}`,
      ...['--requestheader-allowed-names=front-proxy-client', '--requestheader-username-headers=X-Remote-User'],
      ...['--requestheader-group-headers=X-Remote-Group', '--requestheader-extra-headers-prefix=X-Remote-Extra-'],
      ...[`--proxy-client-cert-file=${file('front-proxy.crt')}`, `--proxy-client-key-file=${file('front-proxy.key')}`],
      ...['--enable-aggregator-routing=true', '--profiling=false'],
    ),
    'controller-manager': part(
      'kube-controller-manager',
      ...kubeconfigs('controller-manager'),
      ...['--bind-address=127.0.0.1', '--leader-elect=false', '--use-service-account-credentials=true'],
      ...['--kube-api-qps=300', '--kube-api-burst=400'], // the usual 20 a second slow its own start by seconds
      ...[`--service-account-private-key-file=${file('service-account.key')}`, `--root-ca-file=${file('ca.crt')}`],
      ...[`--cluster-signing-cert-file=${file('ca.crt')}`, `--cluster-signing-key-file=${file('ca.key')}`],
      ...['--service-cluster-ip-range=10.96.0.0/16', '--enable-hostpath-provisioner=true', '--profiling=false'],
    ),
    scheduler: part(
      'kube-scheduler',
      ...kubeconfigs('scheduler'),
      ...['--bind-address=127.0.0.1', '--leader-elect=false', '--profiling=false'],
    ),
  };
}

/** As in `controlPlaneParts`; the configuration files are those of `nodeFiles`. */
export function nodeParts({ pki, server, programs }: ClusterPlan, node: NodePlan) {
  const config = (name: string) => `--config=${join(node.folder, name)}`;
  return {
    containerd: ['containerd', '--config', join(node.folder, 'containerd.toml')],
    kubelet: [
      ...[
        programs.kubernetes,
        'kubelet',
        config('kubelet.yaml'),
        `--kubeconfig=${join(pki, `kubelet-${node.name}.conf`)}`,
      ],
      ...[`--hostname-override=${node.name}`, `--node-ip=${node.address}`],
    ],
    'kube-proxy': [programs.kubernetes, 'kube-proxy', config('proxy.yaml')],
    enforcer: [process.execPath, join(import.meta.dirname, 'enforce-policies.ts'), pki, server, node.name],
  };
}

/** What those parts read. JSON is YAML. */
export function nodeFiles(plan: ClusterPlan, node: NodePlan): Readonly<Record<string, string>> {
  const { pki } = plan;
  return {
    // images of which there is none are told at once, not after a time-out of name resolution
    'resolv.conf': 'nameserver 127.0.0.1\n',
    'containerd.toml': containerdConfig(node),
    'cni/10-bridge.conflist': JSON.stringify(networkConfig(node)),
    'kubelet.yaml': JSON.stringify({
      ...{ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' },
      containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
      ...{ cgroupDriver: 'cgroupfs', cgroupRoot: `/${cgroupOf(plan, node)}`, failCgroupV1: false, failSwapOn: false },
      ...{ oomScoreAdj: 0, maxOpenFiles: 20_000, protectKernelDefaults: false },
      authentication: {
        ...{ anonymous: { enabled: false }, webhook: { enabled: true } },
        x509: { clientCAFile: join(pki, 'ca.crt') },
      },
      authorization: { mode: 'Webhook' },
      ...{
        tlsCertFile: join(pki, `kubelet-${node.name}.crt`),
        tlsPrivateKeyFile: join(pki, `kubelet-${node.name}.key`),
      },
      ...{ clusterDNS: ['10.96.0.10'], clusterDomain: 'cluster.local', resolvConf: join(node.folder, 'resolv.conf') },
      ...{ volumePluginDir: '/var/lib/kubelet/volume-plugins', serializeImagePulls: false },
      imageGCHighThresholdPercent: 100,
      evictionHard: {
        'nodefs.available': '0%',
        'nodefs.inodesFree': '0%',
        'imagefs.available': '0%',
        'memory.available': '100Mi',
      },
    }),
    'proxy.yaml': JSON.stringify({
      ...{ apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', mode: 'iptables' },
      clientConnection: { kubeconfig: join(pki, 'proxy.conf') },
      ...{ hostnameOverride: node.name, clusterCIDR: '10.244.0.0/16', oomScoreAdj: 0 },
      ...{ metricsBindAddress: '127.0.0.1:10249', healthzBindAddress: '127.0.0.1:10256' },
      conntrack: { maxPerCore: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    }),
  };
}

/** In its `var`, everything; without CAP_SYS_RESOURCE no sandbox starts unless the scores of the OOM killer stay. */
const containerdConfig = ({ folder }: NodePlan): string => `version = 2
oom_score = 0
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  tolerate_missing_hugetlb_controller = true
  disable_apparmor = true
  enable_unprivileged_ports = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(folder, 'cni')}"
`;

const networkConfig = ({ podRange }: NodePlan) => ({
  ...{ cniVersion: '1.0.0', name: 'pods' },
  plugins: [
    {
      ...{ type: 'bridge', bridge: 'cni0', isGateway: true, ipMasq: false, hairpinMode: true },
      ipam: { type: 'host-local', ranges: [[{ subnet: podRange }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});
