import { parseLab } from '../../src/lab/parse-lab.ts';
import type { StartRequest } from '../../src/session/start-plan.ts';

/** A lab that touches all that reset and stop have rules for. */
const labText = `
kubeproctor: 1
name: put-back
title: A lab to be put back
topic: tests
level: beginner
minutes: 5
namespaces:
  box: { labels: { team: box } }
  vault: {}
  theirs: { by: learner }
names: [reader, gadget, nosy, tier]
exclusive: [nodes, admission]
start:
  - apply: start.yaml
  - scale: deployment/web
    in: box
    replicas: 2
story: None.
tasks:
  - id: nothing
    title: Nothing
    text: Make \`configmap/done\`.
    checks: [{ object: configmap/done, in: box }]
solution: { commands: kubectl create configmap done, steps: [{ apply: start.yaml }] }
`;

const start = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: "\${box}", labels: { app: web } }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: "\${box}" }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: default, namespace: "\${vault}" }
automountServiceAccountToken: false
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: "\${vault}" }
data: { colour: blue }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "\${reader}" }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
`;

export function putBackLab(copy: string): StartRequest {
  const parsed = parseLab(labText, 'labs/tests/put-back.yaml', ['start.yaml']);
  if (parsed.parsed === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes));
  return { lab: parsed.lab, labText, manifests: { 'start.yaml': start }, copy };
}
