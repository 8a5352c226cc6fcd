import { expect, test } from 'vitest';
import { reviewRequest } from '../../src/cluster/review.ts';

const who = { read: 'review', user: 'jane', groups: ['dev'] } as const;

// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
test('an action in a namespace is asked there', () => {
  const action = {
    verb: 'get',
    group: 'apps',
    resource: 'deployments',
    subresource: 'scale',
    name: 'web',
    namespace: 'shop',
  };
  expect(reviewRequest({ ...who, action })).toEqual({
    path: '/apis/authorization.k8s.io/v1/namespaces/shop/localsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'LocalSubjectAccessReview',
      metadata: { namespace: 'shop' },
      spec: { user: 'jane', groups: ['dev'], resourceAttributes: action },
    },
  });
});

test('an action in the whole cluster', () => {
  const action = { verb: 'list', group: '', resource: 'nodes' };
  expect(reviewRequest({ ...who, action })).toEqual({
    path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: 'jane', groups: ['dev'], resourceAttributes: action },
    },
  });
});

test('a path of the API server', () => {
  const action = { verb: 'get', path: '/metrics' };
  expect(reviewRequest({ ...who, action }).body.spec).toEqual({
    user: 'jane',
    groups: ['dev'],
    nonResourceAttributes: action,
  });
});
