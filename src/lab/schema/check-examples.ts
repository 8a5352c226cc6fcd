import type { CheckKindName } from './checks.ts';

/** One example a kind, as it stands in a lab whose namespaces are `shop` and `audit`. A test parses them. */
export const checkExamples: Readonly<Record<CheckKindName, string>> = {
  object: `
- object: cronjob/report
  in: shop
  has: { spec: { schedule: { $cron: "*/15 * * * *" }, timeZone: Europe/Berlin, concurrencyPolicy: Forbid } }
- object: { any: Job, in: shop, ownedBy: cronjob/report }    # somebody has started one by hand
  as: $run
- object: { any: Pod, in: shop, labels: { app: web } }
  count: { $min: 2 }
- object: secret/old-password
  in: shop
  absent: true
`,
  workload: `
- workload:
    of: deployment/web
    in: shop
    container: web
    image: nginx:1.27
    env: { MODE: production, PASSWORD: { secret: db, key: password } }
    mounts: { /etc/tls: { secret: shop-tls, readOnly: true } }
    files: { /etc/tls/tls.key: { secret: shop-tls, key: tls.key, mode: "0400" } }
    requests: { cpu: 250m, memory: { $min: 64Mi } }
- workload: { of: { selectedBy: service/web }, in: shop, env: { $none: { secret: shop-tls } }, podSecurity: restricted }
`,
  placement: `
- placement:
    of: deployment/db
    in: shop
    may: [{ labels: { disk: ssd } }]
    mayNot: [{ labels: { disk: ssd }, taints: [{ key: gpu, effect: NoSchedule }] }]
    only: true
    stays: [{ taints: [{ key: repair, effect: NoExecute }], seconds: 600 }]
`,
  selects: `
- selects: { service: web, in: shop, pods: { of: deployment/web }, only: true, ready: { $min: 2 }, port: 80, targetPort: 8080 }
- selects: { service: shop, in: shop, share: [{ pods: { version: v2 }, percent: [8, 12] }] }    # a canary
`,
  access: `
- access:
    who: { serviceAccount: reporter, in: shop }
    can: [get list watch pods in shop, get configmaps named settings in shop]
    cannot: [get secrets in shop, list pods in audit]
- access: { who: { podsOf: deployment/bot, in: shop }, can: [get list watch pods in shop], only: true }
- access: { who: { user: "\${dev}", groups: [developers] }, can: [get /healthz, list nodes] }
`,
  reach: `
- reach:
    to: { pods: { role: db }, in: shop }
    allow: [{ from: { labels: { role: frontend }, in: shop }, port: 5432 }]
    only: true
    confirm: { from: pod/probe, in: shop }    # a Pod of the start, labelled role: frontend
- reach:
    from: { pods: { role: frontend }, in: shop }
    allow: [{ to: { service: db, in: shop }, port: 5432 }]
    deny: [{ to: { ip: 203.0.113.0/24 } }]
    dns: true
`,
  rollout: `
- rollout: { of: deployment/web, in: shop, complete: true, image: nginx:1.27, updated: true }
- rollout: { of: deployment/api, in: shop, cameFrom: { revision: 1 }, paused: false }
`,
  kept: `
- kept: { object: service/web, in: shop, unchanged: [spec.selector, spec.ports] }
`,
  certificate: `
- certificate: { secret: shop-tls, in: shop, names: [shop.example.com], matchesKey: true, validFor: 30 }
- certificate:
    csr: "\${dev}"
    subject: { CN: "\${dev}", O: [developers] }
    signer: kubernetes.io/kube-apiserver-client
    usages: [client auth]
    state: issued
- certificate:
    secret: dev-client    # requests are deleted an hour after their approval: what was issued is kept here
    in: shop
    subject: { CN: "\${dev}" }
    signedBy: { configMap: kube-root-ca.crt, in: shop }
`,
  release: `
- release: { name: cafe, in: shop, chart: { name: cafe, version: 1.1.0 }, values: { replicas: 3 }, set: { image: { tag: "1.28" } } }
- release: { name: bar, in: shop, cameFrom: { revision: 1 }, revision: { $min: 3 } }
- release: { name: old-bar, in: shop, absent: true }
`,
  admission: `
- admission: { podFrom: deployment/web, in: shop, is: admitted, level: restricted }
- admission: { manifest: probes/root-pod.yaml, in: audit, is: refused, by: { podSecurity: restricted } }
- admission:
    manifest: { apiVersion: v1, kind: ConfigMap, metadata: { labels: { team: web } } }
    in: shop
    is: refused
    by: { policy: "\${team-names}" }
    says: { $matches: team }
- admission: { manifest: probes/root-pod.yaml, in: shop, is: admitted, warns: { podSecurity: restricted } }
`,
  http: `
- http: { service: web, in: shop, port: http, path: /healthz, status: 200, body: { $matches: "^ok" } }
- http: { podsOf: deployment/web, in: shop, port: 8080, path: /version, every: true, json: { version: 2 } }
- http: { service: shop, in: shop, port: 443, https: true, status: 302, headers: { location: /login } }
`,
  log: `
- log: { of: deployment/web, in: shop, container: app, has: listening on 8080 }
- log: { of: deployment/web, in: shop, every: true, has: { $not: { $matches: "(?i)error" } } }
- log: { of: pod/report, in: shop, previous: true, has: { $matches: "no such table" } }
`,
  exec: `
- exec: { in: shop, pod: probe, run: [cat, /data/x], output: { $lines: [two] } }
- exec: { in: shop, pod: probe, run: [test, -e, /data/y], exit: 1 }
- exec:
    in: shop
    pod: probe
    container: db
    run: [psql, -tAc, select count(*) from seats]
    onlyReads: a select changes nothing
    output: "12"
`,
  dns: `
- dns: { from: pod/probe, in: shop, name: web, finds: service/web }
- dns: { from: pod/probe, in: shop, name: db.audit, finds: { object: service/db, in: audit } }
- dns: { from: pod/probe, in: shop, name: db-0.db, finds: pod/db-0 }
- dns: { from: pod/probe, in: shop, name: old-web, absent: true }
`,
  answer: `
- answer: { is: { cel: "string(size(pods))", reads: { pods: { all: Pod, in: shop } } }, as: number }
- answer:
    choose:
      - { text: A Service makes Pods, because: "Pods come from workloads; a Service only finds them" }
      - { text: A Service finds Pods by their labels, right: true, because: "that is what spec.selector says" }
`,
  cel: `
- cel:
    reads: { pods: { all: Pod, in: shop } }
    that: pods.all(pod, pod.spec.containers.all(container, has(container.resources.limits)))
  else: Some container in the shop has no limits yet
`,
  all: `
- all:
    - object: configmap/settings
      in: shop
    - object: configmap/settings
      in: audit
  else: The settings belong in both namespaces
`,
  any: `
- any:
    - object: { any: Ingress, in: shop }
    - object: { any: Service, in: shop }
      has: { spec: { type: LoadBalancer } }
`,
  not: `
- not: { object: { any: Pod, in: shop, labels: { app: web, role: db } } }
  else: A Pod cannot be the web server and the database at once
`,
};
