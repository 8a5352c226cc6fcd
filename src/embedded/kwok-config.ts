import { podRange } from './flags.ts';

/**
 * KWOK's configuration: its options and our Stages in one YAML stream. It gets no port (with `nodePort` or
 * `serverAddress` it would listen on every address), no leases (after a restart those of its predecessor would keep
 * pods Pending), and no Exec (that would run commands on this machine).
 */
export function kwokConfig(stages: string): string {
  return `apiVersion: config.kwok.x-k8s.io/v1alpha1
kind: KwokConfiguration
options:
  cidr: ${podRange}
  nodeIP: 192.0.2.10
  manageAllNodes: true
  nodeLeaseDurationSeconds: 0
  nodePlayStageParallelism: 4
  podPlayStageParallelism: 4
---
${stages}`;
}
