import type { CheckOf } from '../../lab/schema/checks.ts';
import { podRequestReads, podRequests, podsNearby } from '../behaviour/pod-requests.ts';
import type { Requests } from '../behaviour/requests.ts';
import { serviceNearby, serviceRequestReads, serviceRequests } from '../behaviour/service-requests.ts';
import type { CheckContext, CheckKind } from '../check-kind.ts';
import type { View } from '../view.ts';

/** What a program answers to a GET, through the API server's proxy. */
export const httpKind: CheckKind<'http'> = {
  reads: ({ http }, context) =>
    'service' in http ? serviceRequestReads(http, context) : podRequestReads(http, context),
  followUps: ({ http }, view, context) => requestsOf(http, view, context).reads,
  nearby: ({ http }, view, context) =>
    'service' in http ? serviceNearby(http, view, context) : podsNearby(http, view, context),
  judge: ({ http }, view, context) => requestsOf(http, view, context).judge(),
};

const requestsOf = (http: CheckOf<'http'>['http'], view: View, context: CheckContext): Requests =>
  'service' in http ? serviceRequests(http, view, context) : podRequests(http, view, context);
