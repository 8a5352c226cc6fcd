import { expect, test } from 'vitest';
import { environmentProxy } from '../../src/cluster/environment-proxy.ts';

// The rules of https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config, which kubectl follows
const proxy = { HTTPS_PROXY: 'http://proxy:3128' };

test.each<readonly [string, string, Readonly<Record<string, string>>, string | undefined]>([
  ['no variable', 'https://api.example.com', {}, undefined],
  ['HTTPS_PROXY', 'https://api.example.com', proxy, 'http://proxy:3128'],
  ['lower case', 'https://api.example.com', { https_proxy: 'http://proxy:3128' }, 'http://proxy:3128'],
  ['a proxy without its scheme', 'https://api.example.com', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
  ['a socks proxy', 'https://api.example.com', { HTTPS_PROXY: 'socks5://proxy:1080' }, 'socks5://proxy:1080'],
  ['HTTP_PROXY is for http only', 'https://api.example.com', { HTTP_PROXY: 'http://proxy:3128' }, undefined],
  ['HTTP_PROXY', 'http://api.example.com', { HTTP_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
  ['localhost is never proxied', 'https://localhost:6443', proxy, undefined],
  ['loopback is never proxied', 'https://127.0.0.1:6443', proxy, undefined],
  ['IPv6 loopback is never proxied', 'https://[::1]:6443', proxy, undefined],
  ['NO_PROXY: everything', 'https://api.example.com', { ...proxy, NO_PROXY: '*' }, undefined],
  ['NO_PROXY: the host', 'https://api.example.com', { ...proxy, NO_PROXY: 'x, api.example.com' }, undefined],
  ['NO_PROXY: a domain', 'https://api.example.com', { ...proxy, NO_PROXY: 'example.com' }, undefined],
  ['NO_PROXY: what lies under a domain', 'https://api.example.com', { ...proxy, no_proxy: '.example.com' }, undefined],
  [
    'NO_PROXY: not the domain itself',
    'https://example.com',
    { ...proxy, NO_PROXY: '.example.com' },
    'http://proxy:3128',
  ],
  ['NO_PROXY: not a longer name', 'https://myexample.com', { ...proxy, NO_PROXY: 'example.com' }, 'http://proxy:3128'],
  ['NO_PROXY: an address', 'https://10.0.0.1:6443', { ...proxy, NO_PROXY: '10.0.0.1' }, undefined],
  ['NO_PROXY: a block', 'https://10.1.2.3:6443', { ...proxy, NO_PROXY: '10.0.0.0/8' }, undefined],
  ['NO_PROXY: another block', 'https://11.1.2.3:6443', { ...proxy, NO_PROXY: '10.0.0.0/8' }, 'http://proxy:3128'],
  ['NO_PROXY: this port', 'https://api.example.com:6443', { ...proxy, NO_PROXY: 'example.com:6443' }, undefined],
  [
    'NO_PROXY: another port',
    'https://api.example.com:6443',
    { ...proxy, NO_PROXY: 'example.com:443' },
    'http://proxy:3128',
  ],
])('%s', (_, server, env, expected) => {
  expect(environmentProxy(new URL(server), env)).toBe(expected);
});
