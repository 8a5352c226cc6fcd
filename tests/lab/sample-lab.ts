/** A lab that is right, for tests to spoil one thing at a time. */
export const sampleLab = `kubeproctor: 1
name: bakery
title: The bakery opens
topic: workloads
level: beginner
minutes: 15
namespaces:
  shop: {}
  audit: { labels: { team: audit } }
names: [reader]
start:
  - apply: start.yaml
story: |
  The oven in \${shop} is warm.
tasks:
  - id: bake
    title: Somebody bakes
    text: |
      The Deployment \`oven\` in \`\${shop}\` has \`2\` replicas.
    checks:
      - object: deployment/oven
        in: shop
        has: { spec: { replicas: 2 } }
        as: $oven
      - workload: { of: $oven, image: { $matches: "^bread:" } }
    hints: [Look at the oven., Scale it.]
    explain: Bread needs an oven.
    docs: [https://kubernetes.io/docs/concepts/workloads/controllers/deployment/]
  - id: count
    title: How many loaves
    text: Say how many.
    after: [bake]
    checks:
      - answer: { is: 12, as: number }
      - access:
          who: { serviceAccount: clerk, in: shop }
          can: [get list pods in shop]
      - cel: { reads: { pods: { all: Pod, in: shop } }, that: "pods.all(p, has(p.spec))" }
        else: A Pod without spec
      - placement: { of: deployment/oven, in: shop, may: [{ labels: { heat: high } }] }
      - object: { any: CronJob, in: audit }
        has: { spec: { schedule: { $cron: "0 4 * * *" } } }
solution:
  commands: kubectl -n \${shop} scale deployment oven --replicas=2
  steps: [{ apply: solution.yaml }, { answer: count, value: "12" }]
variants:
  - { accept: accept/other.yaml }
  - { reject: reject/none.yaml, fails: [bake], issue: value_differs, because: nobody bakes }
`;

export const sampleFiles = ['start.yaml', 'solution.yaml', 'accept/other.yaml', 'reject/none.yaml'];
