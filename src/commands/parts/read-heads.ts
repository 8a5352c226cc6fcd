import type { LabHead } from '../../lab/parse-lab-head.ts';
import { parseLabHead } from '../../lab/parse-lab-head.ts';
import { readLibrary } from '../../library/find-labs.ts';
import type { LibraryRoot } from '../../library/library-roots.ts';
import { readLabText } from '../../library/read-lab.ts';

/** Heads of all labs in the order in which they are best done; a lab with a broken head is left out, `lint` says why. */
export async function readHeads(roots: readonly LibraryRoot[]): Promise<readonly LabHead[]> {
  const files = await readLibrary(roots);
  const heads = await Promise.all(files.map(async (file) => parseLabHead(await readLabText(file))));
  return heads.filter((head) => head !== undefined).sort(byTeaching);
}

/** The order of the catalogue; other topics come last. */
const topics = [
  ...['fundamentals', 'workloads', 'configuration', 'storage', 'services', 'network-policies'],
  ...['scheduling', 'scaling', 'security', 'observability', 'delivery', 'troubleshooting'],
];
const levels = ['beginner', 'intermediate', 'advanced'];

const byTeaching = (left: LabHead, right: LabHead): number =>
  levels.indexOf(left.level) - levels.indexOf(right.level) ||
  topicRank(left.topic) - topicRank(right.topic) ||
  left.topic.localeCompare(right.topic, 'en') ||
  left.minutes - right.minutes ||
  left.name.localeCompare(right.name, 'en');

const topicRank = (topic: string): number => (topics.includes(topic) ? topics.indexOf(topic) : topics.length);
