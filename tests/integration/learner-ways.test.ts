import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import { machine } from './run-binary.ts';

/** The ways of kubectl by which a learner changes what the start made; each ends in a wrong attempt, and then the right one. */
const learner = machine(inject('binaries'), { KUBECONFIG: inject('kubeconfig') });
const namespace = 'cinema-ways';

beforeAll(async () => {
  buildIfChanged();
  expect((await learner.kubeproctor('start services --copy ways --yes')).code).toBe(0);
});
afterAll(() => learner.kubeproctor('stop services --copy ways --no-wait'));
beforeEach(async () => {
  expect((await learner.kubeproctor('reset services --copy ways')).code).toBe(0);
});

const service = (selector: string): string => `
apiVersion: v1
kind: Service
metadata: { name: seats, namespace: ${namespace} }
spec:
  selector: { ${selector} }
  ports: [{ port: 80, targetPort: 8080 }]`;
/** `kubectl edit` with an editor that does one sed expression. */
const edit = (expression: string): string =>
  `printf '#!/bin/sh\\nsed -i "%s" "$1"\\n' '${expression}' > editor.sh; chmod +x editor.sh
   KUBE_EDITOR="$PWD/editor.sh" kubectl edit service seats -n ${namespace}`;

/** Shell commands that give the Service `seats` a selector that is wrong, and then the right one. */
const ways: Readonly<Record<string, readonly [string, string]>> = {
  apply: [
    `kubectl apply -f - <<'END'${service('app: seats')}\nEND`,
    `kubectl apply -f - <<'END'${service('app: seats, role: web')}\nEND`,
  ],
  'apply without the wrong key': [
    `kubectl apply -f - <<'END'${service('app: seats')}\nEND`,
    `kubectl apply -f - <<'END'${service('role: web')}\nEND`,
  ],
  edit: [edit('s/    app: seat$/    app: seats/'), edit('s/^    app: seats$/&\\n    role: web/')],
  set: [
    `kubectl set selector service seats app=seats -n ${namespace}`,
    `kubectl set selector service seats app=seats,role=web -n ${namespace}`,
  ],
  replace: [
    `kubectl replace -f - <<'END'${service('app: seats')}\nEND`,
    `kubectl replace -f - <<'END'${service('app: seats, role: web')}\nEND`,
  ],
};

test.each(Object.entries(ways))('%s', async (_way, [wrong, right]) => {
  expect((await learner.shell(wrong)).code).toBe(0);
  const attempt = await learner.kubeproctor('check services find-the-seats --copy ways');
  expect({
    code: attempt.code,
    told: attempt.stdout
      .match(/^ {4}(wanted|found|look).*/gm)
      ?.slice(0, 3)
      .join('\n'),
  }).toEqual({
    code: 1,
    told: expect.stringMatching(
      /^ {4}wanted {3}service\/seats in cinema-ways selects no other pods\n {4}found {4}its selector \(app=seats\) takes in pod\/seats-import-\S+ in cinema-ways\n {4}look {5}kubectl get pods -n cinema-ways --show-labels$/,
    ),
  });
  expect((await learner.shell(right)).code).toBe(0);
  expect((await learner.kubeproctor('check services find-the-seats --copy ways')).code).toBe(0);
});
