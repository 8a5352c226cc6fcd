import { expect } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../src/cluster/client.ts';
import { deadlineIn } from '../../src/cluster/deadline.ts';
import { sendWithRetries } from '../../src/cluster/send-with-retries.ts';
import { testRows } from '../checks/test-rows.ts';

const busy = (body: string): ApiResponse => ({
  ...{ status: 429, headers: { 'retry-after': '0' }, warnings: [], body },
});
const ofApiServer: ApiRequest = { method: 'GET', path: '/' };
const ofProgram: ApiRequest = { ...ofApiServer, textLimit: 100 };

testRows<[name: string, request: ApiRequest, body: string, sent: number]>(
  [
    ['an API server that is busy is asked again', ofApiServer, 'busy', 5],
    ['before a program, too', ofProgram, 'Too many requests, please try again later.\n', 5],
    ['a program that says so has answered', ofProgram, 'too many of you', 1],
  ],
  async (_, request, body, wanted) => {
    let sent = 0;
    const send = async (): Promise<ApiResponse> => {
      sent++;
      return busy(body);
    };
    await sendWithRetries(send, request, deadlineIn(10_000));
    expect(sent).toBe(wanted);
  },
);
