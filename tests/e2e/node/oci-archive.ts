import { createHash } from 'node:crypto';
import type { Tarred } from './tar.ts';
import { tar } from './tar.ts';

/** An image of one layer. */
export interface TestImage {
  /** In full, with registry and tag. */
  readonly name: string;
  /** As `config` of the OCI image specification has it: `Cmd`, `Env`, `User`, … */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * An archive that `ctr images import` takes, of images that share one layer.
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export function ociArchive(layer: readonly Tarred[], images: readonly TestImage[]): Buffer {
  const blobs = new Map<string, Buffer>();
  const blob = (mediaType: string, data: Buffer) => {
    const digest = `sha256:${createHash('sha256').update(data).digest('hex')}`;
    blobs.set(digest, data);
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest, size: data.length };
  };
  const ofJson = (mediaType: string, value: unknown) => blob(mediaType, Buffer.from(JSON.stringify(value)));
  const files = blob('layer.v1.tar', tar(layer));
  const platform = { os: 'linux', architecture: goArchitecture() };
  const manifests = images.map(({ name, config }) => {
    const rootfs = { type: 'layers', diff_ids: [files.digest] };
    const described = ofJson('config.v1+json', { ...platform, config, rootfs });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = ofJson('manifest.v1+json', { schemaVersion: 2, mediaType, config: described, layers: [files] });
    return { ...manifest, platform, annotations: { 'io.containerd.image.name': name } };
  });
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests };
  return tar([
    { path: 'oci-layout', data: Buffer.from('{"imageLayoutVersion":"1.0.0"}') },
    { path: 'index.json', data: Buffer.from(JSON.stringify(index)) },
    ...[...blobs].map(([digest, data]) => ({ path: `blobs/${digest.replace(':', '/')}`, data })),
  ]);
}

const goArchitecture = (): string => ({ x64: 'amd64' })[process.arch as string] ?? process.arch;
