import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { parseImage } from '../../../src/kubernetes/image.ts';
import type { Json } from '../../../src/kubernetes/json.ts';
import { isJsonObject } from '../../../src/kubernetes/json.ts';

/** An image, and the ports on which what it starts listens. */
export interface UsedImage {
  readonly image: string;
  readonly ports: readonly number[];
}

/**
 * Every image that the labs name, in manifests, steps and commands, but for those that are not meant to exist: names
 * as the simulated nodes refuse them.
 */
export function labImages(root: string): readonly UsedImage[] {
  const texts = ['labs/**/*.yaml', 'manifests/**/*.yaml']
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  const containers = texts.flatMap(documentsOf).flatMap(containersIn);
  const repositories = [...new Set(containers.map(({ image }) => repositoryOf(image)))];
  const images = new Set([...containers.map(({ image }) => image), ...texts.flatMap(mentionsOf(repositories))]);
  const named = new Map([...images].filter(isMeantToExist).map((image) => [fullName(image), image]));
  return [...named.keys()].map((image) => {
    const repository = repositoryOf(image);
    if (shells.includes(repository)) return { image, ports: [] };
    const declared = containers.flatMap(({ image: its, ports }) => (repositoryOf(its) === repository ? ports : []));
    return { image, ports: [...new Set([...(usualPorts[repository] ?? []), ...declared])] };
  });
}

/** Of themselves they run a shell, which ends where nobody types, whatever ports a manifest declares. */
const shells: readonly string[] = ['library/busybox', 'library/alpine'];

/** By the documentation of each image: it listens there whatever the manifest says. */
const usualPorts: Readonly<Record<string, readonly number[]>> = {
  'library/nginx': [80],
  'nginxinc/nginx-unprivileged': [8080],
  'library/httpd': [80],
  'library/redis': [6379],
  'library/memcached': [11211],
  'library/postgres': [5432],
  'library/mysql': [3306],
  'library/mariadb': [3306],
};

interface Container {
  readonly image: string;
  /** Empty where the manifest says itself what runs. */
  readonly ports: readonly number[];
}

/** The objects of a manifest; none where it cannot be read. */
export function documentsOf(text: string): readonly Json[] {
  const documents = parseAllDocuments(text);
  return 'empty' in documents ? [] : documents.map((document) => document.toJS() as Json); // plain YAML
}

function containersIn(value: Json | undefined): readonly Container[] {
  if (Array.isArray(value)) return value.flatMap(containersIn);
  if (!isJsonObject(value)) return [];
  const { image, command, args, ports } = value;
  const declared = Array.isArray(ports) && command === undefined && args === undefined ? ports : [];
  const numbers = declared.flatMap((port) =>
    isJsonObject(port) && typeof port.containerPort === 'number' ? [port.containerPort] : [],
  );
  const here = typeof image === 'string' ? [{ image, ports: numbers }] : [];
  return [...here, ...Object.values(value).flatMap(containersIn)];
}

/** Images of these repositories in commands and steps. */
const mentionsOf =
  (repositories: readonly string[]) =>
  (text: string): readonly string[] =>
    repositories.flatMap((repository) => {
      const short = repository.replace(/^library\//, '');
      const tagged = new RegExp(`(?<![\\w./-])${short.replaceAll('.', '\\.')}:[\\w][\\w.-]*[\\w]`, 'g');
      return [...text.matchAll(tagged)].map(([image]) => image);
    });

const repositoryOf = (image: string): string => parseImage(image).repository;

function fullName(image: string): string {
  const { registry, repository, tag = 'latest' } = parseImage(image);
  return `${registry}/${repository}:${tag}`;
}

const isMeantToExist = (image: string): boolean =>
  /^[a-z0-9]/.test(image) && !/does-not-exist|:typo$|^[^/]*\.invalid(:\d+)?\//.test(image);
