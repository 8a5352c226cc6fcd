import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseImage } from '../../../src/kubernetes/image.ts';
import { run } from '../../run-program.ts';
import type { UsedImage } from './lab-images.ts';
import type { TestImage } from './oci-archive.ts';
import { ociArchive } from './oci-archive.ts';
import type { Tarred } from './tar.ts';

/** Tags under which the nodes run what belongs to them. */
export const pauseImage = 'localhost/pause:1';
export const corednsImage = 'localhost/coredns:1';

/**
 * The images of the nodes' own pods, and a stand-in for each that labs use: a small system with busybox and GNU wget,
 * which listens on the ports that the real one would listen on.
 */
export async function imageArchives(
  { coredns, cache }: { readonly coredns: string; readonly cache: string },
  used: readonly UsedImage[],
): Promise<readonly Buffer[]> {
  const busybox = await unpackedBusybox(cache);
  const pause = { name: pauseImage, config: { Cmd: ['/bin/busybox', 'sleep', '2147483647'], ...path } };
  const dns = { name: corednsImage, config: { Entrypoint: ['/coredns'] } };
  return [
    ociArchive(await smallSystem(busybox), [pause, ...used.map(standIn)]),
    ociArchive([{ path: 'coredns', data: readFileSync(coredns) }], [dns]),
  ];
}

const path = { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] };

function standIn({ image, ports }: UsedImage): TestImage {
  const { registry, repository, tag } = parseImage(image);
  const serve =
    ports.length === 0
      ? { ...path, Cmd: ['sh'] }
      : { Env: [...path.Env, `STAND_IN_PORTS=${ports.join(' ')}`], Entrypoint: ['entrypoint'], Cmd: ['serve'] };
  const user = /unprivileged/.test(repository) ? { User: '101' } : {}; // what such images are known for
  return { name: `${registry}/${repository}:${tag}`, config: { ...serve, ...user } };
}

/** Listens on every port of the image, and ends at once when it is asked to, as nginx does. */
const serve = `#!/bin/sh
trap 'exit 0' TERM QUIT INT
for port in $STAND_IN_PORTS; do busybox httpd -f -p "$port" -h /www & done
wait
`;

/** As the official images have it: what is no program of its own is for the server, which is told apart by its flags or name. */
const entrypoint = `#!/bin/sh
case "$1" in -*) exec serve ;; esac
exec "$@"
`;
const servers = ['nginx', 'nginx-debug', 'memcached', 'redis-server', 'postgres', 'mysqld', 'mariadbd'];

/** Which Debian's busybox lacks, and the official image has. */
const printenv = `#!/bin/sh
[ $# -gt 0 ] || exec env
value=$(env | sed -n "s/^$1=//p")
[ -n "$value" ] && echo "$value"
`;

/** The official image's nc can look whether anybody listens, which Debian's cannot: here that is a connection that says nothing. */
const nc = `#!/bin/sh
isLook=
for word; do case "$word" in -*z*) isLook=yes ;; esac; done
[ "$isLook" ] || exec busybox nc "$@"
for word; do
  shift
  case "$word" in -*) word=$(printf %s "$word" | tr -d zv) ;; esac
  [ "$word" = - ] || set -- "$@" "$word"
done
timeout 4 busybox nc "$@" </dev/null >/dev/null
code=$?
[ "$code" = 143 ] || [ "$code" = 124 ] || exit "$code"
`;

async function smallSystem(busybox: string): Promise<readonly Tarred[]> {
  const programs = { 'bin/busybox': busybox, 'usr/bin/wget': '/usr/bin/wget' };
  const libraries = new Set((await Promise.all(Object.values(programs).map(librariesOf))).flat());
  // its own wget crashes when it is given a time-out (Debian's busybox 1.35)
  const applets = (await run(busybox, ['--list']))
    .split('\n')
    .filter((name) => !['', 'busybox', 'wget', 'nc'].includes(name));
  const text = (file: string, content: string, mode = 0o644) => ({ path: file, data: Buffer.from(content), mode });
  return [
    ...['bin', 'etc', 'proc', 'sys', 'dev', 'root', 'run', 'var', 'var/log', 'usr', 'usr/bin', 'www'].map(
      (folder) => ({ path: folder, folder: true }) as const,
    ),
    { path: 'tmp', folder: true, mode: 0o1777 },
    text('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'),
    text('etc/group', 'root:x:0:\nnobody:x:65534:\n'),
    text('www/index.html', 'a stand-in\n'),
    ...['serve', ...servers].map((name) => text(`bin/${name}`, serve, 0o755)),
    text('bin/entrypoint', entrypoint, 0o755),
    text('bin/printenv', printenv, 0o755),
    text('bin/nc', nc, 0o755),
    ...[...Object.entries(programs), ...[...libraries].map((file) => [file.slice(1), file] as const)].map(
      ([inside, file]) => ({ path: inside, data: readFileSync(file) }),
    ),
    ...applets.map((name) => ({ path: `bin/${name}`, linksTo: 'busybox' })),
  ];
}

const librariesOf = async (program: string): Promise<readonly string[]> =>
  [...(await run('ldd', [program])).matchAll(/\/\S*\.so\S*/g)].map(([file]) => file);

/** Debian's busybox, unpacked beside the machine's own packages: the static one, which it conflicts with, may be installed. */
async function unpackedBusybox(cache: string): Promise<string> {
  const folder = join(cache, `busybox-${process.arch}`);
  const busybox = ['bin/busybox', 'usr/bin/busybox'].map((file) => join(folder, file));
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true, mode: 0o700 });
    const unfinished = await mkdtemp(`${folder}.`);
    try {
      await run('apt-get', ['download', '-qq', 'busybox'], { cwd: unfinished });
      const [archive = ''] = await readdir(unfinished);
      await run('dpkg', ['-x', archive, 'system'], { cwd: unfinished });
      await rename(join(unfinished, 'system'), folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  const found = busybox.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`no busybox in ${folder}`);
  return found;
}
