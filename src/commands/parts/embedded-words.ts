import type { Progress } from '../../embedded/progress.ts';

/** What `up` and `down` are doing, and whether more of the same follows. */
export function embeddedWords(event: Progress): { readonly text: string; readonly isPassing: boolean } {
  switch (event.step) {
    case 'waiting for another kubeproctor':
      return { text: 'waiting for another kubeproctor that is at work', isPassing: false };
    case 'source skipped':
      return { text: `not from ${event.source}: ${event.reason}`, isPassing: false };
    case 'downloading':
      return { text: `downloading ${event.file}: ${amountText(event.bytes, event.totalBytes)}`, isPassing: true };
    case 'building':
      return { text: `building the control plane, once: ${buildText(event.packages, event.ofAbout)}`, isPassing: true };
    case 'starting':
    case 'stopping':
      return { text: `${event.step} ${event.part}`, isPassing: false };
    case 'waiting for':
      return { text: `waiting for the ${event.what}`, isPassing: false };
    default:
      return event satisfies never;
  }
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

const amountText = (bytes: number, total: number | undefined): string =>
  total === undefined ? mebibytes(bytes) : `${mebibytes(bytes)} of ${mebibytes(total)}`;

/** The first minutes of a cold build go to downloads, in which no package is compiled. */
function buildText(packages: number, ofAbout: number): string {
  if (packages === 0) return 'fetching the sources (about 10 minutes in all on a cold machine)';
  return `${Math.min(99, Math.floor((packages / ofAbout) * 100))} % (about 10 minutes in all on a cold machine)`;
}
