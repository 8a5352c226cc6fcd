import { expect, test } from 'vitest';
import { isWantedImage, parseImage } from '../../src/kubernetes/image.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/nginx:1.27'],
  ['index.docker.io/library/nginx', 'nginx'],
  ['bitnami/nginx', 'docker.io/bitnami/nginx:latest'],
  [`nginx@${digest}`, `docker.io/library/nginx@${digest}`],
  [`nginx:1.27@${digest}`, `nginx@${digest}`], // the digest decides
  [`nginx@${digest}`, `nginx:1.27@${digest}`],
  ['nginx:1.27', `nginx:1.27@${digest}`],
])('%s is %s', (wanted, found) => expect(isWantedImage(wanted, found)).toBe(true));

test.each([
  ['nginx', 'nginx:1.27'],
  ['nginx:1.27', 'nginx:1.27-alpine'],
  ['nginx', 'quay.io/library/nginx'],
  ['nginx', 'bitnami/nginx'],
  ['localhost/nginx', 'nginx'],
  ['localhost:5000/nginx', 'nginx'],
  ['library/nginx/x', 'nginx'],
  [`nginx@${digest}`, 'nginx'],
  [`nginx:1.27@${digest}`, 'nginx:1.27'],
  ['nginx:1.27', `nginx@${digest}`],
  ['nginx:1.27', `nginx:1.28@${digest}`],
])('%s is not %s', (wanted, found) => expect(isWantedImage(wanted, found)).toBe(false));

test('a port of the registry is no tag', () =>
  expect(parseImage('registry.example.com:5000/team/app')).toEqual({
    registry: 'registry.example.com:5000',
    repository: 'team/app',
    tag: 'latest',
  }));
