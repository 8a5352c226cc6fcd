import { cleanLine } from '../../report/clean.ts';
import type { CommandFlags } from '../../report/command-text.ts';
import { flagsAbout } from '../../report/command-text.ts';
import { copyTitle } from '../../session/labels.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import type { CommandContext } from './command-context.ts';
import type { OpenCluster } from './open-cluster.ts';
import { print } from './print.ts';

/** First lines of an output about a copy: which cluster, where that needs saying, and which lab. */
export function printCopyLine(context: CommandContext, cluster: OpenCluster, record: CopyRecord): void {
  if (cluster.notice !== undefined) print(context, cluster.notice);
  print(context, context.palette.dim(cleanLine(`lab ${copyTitle(record)} on ${cluster.client.context}`)));
}

/** Flags of printed commands about a copy. */
export const flagsOf = (cluster: OpenCluster, record: CopyRecord): CommandFlags => flagsAbout(record, cluster.flags);
