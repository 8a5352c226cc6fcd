import { connect } from '../src/cluster/connect.ts';
import { takeAnswers } from '../src/cluster/reads.ts';
import { benchReads } from './bench-reads.ts';

/** The path of a `check` up to its snapshot, as a process of its own: connects, reads, prints how many answers came. */
const client = await connect({ kubeconfig: process.argv[2], env: process.env });
const answers = Object.values(await takeAnswers(client, benchReads(process.argv[3] ?? 'default')));
const failed = answers.filter((answer) => answer.answer === 'outage');
console.log(`${answers.length} answers, ${failed.length} outages`);
if (failed.length > 0) console.log(JSON.stringify(failed[0]));
client.close();
