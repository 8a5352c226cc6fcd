import type { JsonObject } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';

export interface ProbeOptions {
  readonly namespace: string;
  readonly image: string;
  /** What the server answers and the client reports: nobody who only plays at running Pods knows it. */
  readonly word: string;
}

/** The policy cuts this one off … */
export const shutPort = 8080;
/** … and lets this one in: by it a policy that bites is told from a server that is gone. */
export const openPort = 8081;

/** Whom the client finds open, as it says in its last words: `open shut` for the two ports. */
export type Sight = `${'open' | 'shut'} ${'open' | 'shut'}`;

/** A Pod that answers on both ports. */
export const serverPod = (options: ProbeOptions): KubeObject =>
  probePod('server', options, {
    restartPolicy: 'Always',
    script: `echo "$WORD" >/www/index.html && httpd -p ${shutPort} -h /www && exec httpd -f -p ${openPort} -h /www`,
  });

/**
 * A Pod that looks at both ports, with new connections, until it has seen what is awaited so many times in a row, or has
 * tried often enough; then it leaves the last sight as its termination message. It runs beside another node's server
 * where there are two nodes. Refused by a reset and by a time-out are both `shut`.
 */
export const clientPod = (
  name: string,
  options: ProbeOptions,
  target: { readonly address: string; readonly awaited: Sight; readonly inARow: number; readonly tries: number },
): KubeObject =>
  probePod(name, options, {
    restartPolicy: 'Never',
    script: clientScript,
    variables: {
      HOST: target.address.includes(':') ? `[${target.address}]` : target.address,
      AWAITED: target.awaited,
      IN_A_ROW: String(target.inARow),
      TRIES: String(target.tries),
    },
  });

/** What a client's termination message says; undefined where no client of ours wrote it. */
export function sightIn(message: string, word: string): Sight | undefined {
  const [said, ...sight] = message.trim().split(' ');
  const found = sight.join(' ');
  return said === word && isSight(found) ? found : undefined;
}

const isSight = (text: string): text is Sight => /^(open|shut) (open|shut)$/.test(text);

/** Lets in one port of everybody, for everything in the namespace. */
export const probePolicy = (namespace: string): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'one-port', namespace },
  spec: {
    podSelector: { matchLabels: { app: 'server' } },
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ port: openPort, protocol: 'TCP' }] }],
  },
});

/** Begins a second late: a rule about a new Pod may come 0.3 s after it. Debian's busybox has no time-out of its own. */
const clientScript = `
look() {
  if [ "$(timeout 2 wget -q -O - "http://$HOST:$1/" 2>/dev/null)" = "$WORD" ]; then echo open; else echo shut; fi
}
row=0
while [ "$TRIES" -gt 0 ] && [ "$row" -lt "$IN_A_ROW" ]; do
  sleep 1
  sight="$(look ${shutPort}) $(look ${openPort})"
  if [ "$sight" = "$AWAITED" ]; then row=$((row + 1)); else row=0; fi
  TRIES=$((TRIES - 1))
done
echo "$WORD $sight" >/dev/termination-log
`;

/** As the restricted Pod Security Standard wants it, and gone by itself after five minutes whatever happens. */
function probePod(
  name: string,
  { namespace, image, word }: ProbeOptions,
  of: {
    readonly restartPolicy: 'Always' | 'Never';
    readonly script: string;
    readonly variables?: Readonly<Record<string, string>>;
  },
): KubeObject {
  const variables = { WORD: word, ...of.variables };
  const container: JsonObject = {
    name: 'probe',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['sh', '-c', of.script],
    env: Object.entries(variables).map(([key, value]) => ({ name: key, value })),
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'www', mountPath: '/www' }],
  };
  return {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      restartPolicy: of.restartPolicy,
      activeDeadlineSeconds: 300,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      affinity: awayFromServer,
      containers: [container],
      volumes: [{ name: 'www', emptyDir: {} }],
    },
  };
}

const awayFromServer: JsonObject = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'server' } } },
      },
    ],
  },
};
