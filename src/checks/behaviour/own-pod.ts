import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { CheckContext } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { IssueBody } from '../issue.ts';
import { startedAs } from '../started-as.ts';
import type { Target } from '../target.ts';
import { findTarget, refOfTarget, requireKind } from '../target.ts';
import type { View } from '../view.ts';

/** A container of a Pod that the lab brought. */
export interface OwnContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
}

/**
 * The very Pod that the start made, unchanged; or the issue that it is no longer. Commands are run nowhere else, so that
 * nothing of the learner's is touched, nor of anybody else.
 * @throws LabDefect where the start made no such Pod.
 */
export function ownContainer(
  target: Target,
  container: string | undefined,
  view: View,
  context: CheckContext,
): OwnContainer | { readonly issue: IssueBody } {
  requireKind(target, ['Pod'], 'this check');
  const recorded = startedAs(target, context);
  if (recorded === undefined || isMadeByOthers(recorded.object))
    throw new LabDefect(`the start made no pod/${target.name}: commands run only in Pods that it made`);
  const pod = findTarget(target, view);
  if (pod === undefined || pod.metadata.uid !== recorded.uid)
    return { issue: { code: 'replaced', object: refOfTarget(target), isGone: pod === undefined } };
  const names = mappingsAt(pod, 'spec', 'containers').map(({ name }) => String(name));
  const [only = '', ...others] = names;
  if (container === undefined && others.length > 0)
    throw new LabDefect(`pod/${target.name} has several containers: \`container\` names one`);
  const name = container ?? only;
  if (!names.includes(name)) throw new LabDefect(`pod/${target.name} has no container ${name}`);
  const changed = changedImage(recorded.object, pod, name);
  if (changed !== undefined) return { issue: changed };
  return { namespace: target.namespace ?? '', pod: target.name, uid: recorded.uid, container: name };
}

/** One that a controller made may be of the learner's template. */
const isMadeByOthers = (object: Json | undefined): boolean =>
  mappingsAt(object, 'metadata', 'ownerReferences').length > 0;

/** Of a Pod's program only the image can be changed in place. */
function changedImage(recorded: Json | undefined, pod: KubeObject, container: string): IssueBody | undefined {
  const imageIn = (object: Json | undefined): Json | undefined =>
    mappingsAt(object, 'spec', 'containers').find(({ name }) => name === container)?.image;
  const [was, found] = [imageIn(recorded), imageIn(pod)];
  if (!isJsonObject(recorded) || was === undefined || was === found) return undefined;
  const path = `spec.containers[${container}].image`;
  return { code: 'changed', object: refOf(pod), path, was, ...(found === undefined ? {} : { found }) };
}
