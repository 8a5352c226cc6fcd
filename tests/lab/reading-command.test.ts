import { expect } from 'vitest';
import { readingMistake } from '../../src/lab/reading-command.ts';
import { testRows } from '../checks/test-rows.ts';

const shell = 'runs other programs: name the program itself, with its arguments';

testRows<[run: string, onlyReads: string | undefined, mistake: string | undefined]>(
  [
    ['cat /data/x', undefined, undefined],
    ['/bin/cat /data/x', undefined, undefined],
    ['tail -n 3 /var/log/app', undefined, undefined],
    ['tail -f /var/log/app', undefined, '`tail -f` does more than read'],
    ['tail --follow=name x', undefined, '`tail --follow=name` does more than read'],
    ['tail -3F x', undefined, '`tail -3F` does more than read'],
    ['psql -tAc x', 'a select changes nothing', undefined],
    ['sh -c ls', undefined, `\`sh\` ${shell}`],
    ['/bin/bash -c ls', 'it only lists', `\`bash\` ${shell}`],
    ['busybox ls', 'it only lists', `\`busybox\` ${shell}`],
    ['env ls', 'it only lists', `\`env\` ${shell}`],
    [
      'constructor',
      undefined,
      '`constructor` is not known to only read; those that are: cat, ls, head, stat, wc, readlink, realpath, grep, cut, id, whoami, printenv, df, du, pwd, uname, test, md5sum, sha256sum, nslookup, getent, true, tail. Of another program say under `onlyReads` why it does',
    ],
  ],
  (run, onlyReads, mistake) => expect(readingMistake(run.split(' '), onlyReads)).toBe(mistake),
);
