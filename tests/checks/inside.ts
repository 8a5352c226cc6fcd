import type { RecordedObject } from '../../src/snapshot/copy-record.ts';
import { behaviourObjects, behaviourTime } from '../fixtures/behaviour.ts';
import { named } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';

const recorded = (ref: string): RecordedObject => {
  const { status: _, ...object } = named(behaviourObjects, ref);
  const { apiVersion, kind, metadata } = object;
  const { name, namespace = '', uid = '' } = metadata;
  return { apiVersion, kind, name, namespace, uid, object };
};

/** The shop of tests/behaviour, ten minutes later, with the record of its start. */
export const insideShop: Circumstances = {
  objects: behaviourObjects,
  now: new Date(Date.parse(behaviourTime) + 600_000).toISOString(),
  record: { startedWith: [recorded('Pod/probe'), recorded('Service/web'), recorded('Pod/gruff')] },
};
