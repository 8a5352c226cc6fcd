import type { Part } from './part.ts';

/** What `up` tells while it works; the command turns it into words. */
export type Progress =
  | { readonly step: 'waiting for another kubeproctor' }
  | { readonly step: 'source skipped'; readonly source: string; readonly reason: string }
  | { readonly step: 'downloading'; readonly file: string; readonly bytes: number; readonly totalBytes?: number }
  /** `packages` were compiled so far; a cold build has about `ofAbout`. `latest` is a package, a download, a binary. */
  | { readonly step: 'building'; readonly packages: number; readonly ofAbout: number; readonly latest: string }
  | { readonly step: 'starting'; readonly part: Part }
  | { readonly step: 'stopping'; readonly part: Part }
  | { readonly step: 'waiting for'; readonly what: 'API server' | 'nodes' | 'default service account' };

export type OnProgress = (event: Progress) => void;
