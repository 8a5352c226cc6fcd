import type { Json } from '../kubernetes/json.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';
import type { ServedResource } from '../kubernetes/served-resource.ts';
import type { Outage } from '../snapshot/read.ts';

/** A connection to one API server, as the chosen kubeconfig context describes it. */
export interface ClusterClient {
  /** Name of the kubeconfig context. */
  readonly context: string;
  /** URL of the API server, without credentials. */
  readonly server: string;
  /**
   * One request; any HTTP status is a response. Retries what is safe to retry (429 with Retry-After, a connection
   * refused before anything was sent), within `timeoutMs`.
   * @throws OutageError when there is no whole response.
   */
  readonly request: (request: ApiRequest) => Promise<ApiResponse>;
  /**
   * One watch request: the JSON documents of its lines as they arrive, until the server or `signal` ends it.
   * A response that is not 2xx throws OutageError, but for 410, which comes as an ERROR event of its own.
   */
  readonly stream: (request: ApiRequest) => AsyncIterable<Json>;
  /**
   * Opens a WebSocket, sends nothing, and gives the messages once the server has ended it; or the response that refuses it.
   * @throws OutageError when the connection breaks or the time is over.
   */
  readonly exchange: (request: SocketRequest) => Promise<ApiResponse | readonly Buffer[]>;
  /**
   * The kind that a word means (`deploy`, `Widget.example.com`): from the built-in table, else from discovery, which is
   * asked once. `undefined` when discovery answered and knows no such kind.
   * @throws OutageError when discovery could not tell.
   */
  readonly resourceOf: (word: string) => Promise<ResourceKind | undefined>;
  /** Every listable kind that discovery shows, and the API groups whose server did not answer. */
  readonly discover: () => Promise<Discovery>;
  /** Ends idle connections; the process can exit. */
  readonly close: () => void;
}

export interface Discovery {
  readonly kinds: readonly (ResourceKind & { readonly verbs: readonly string[] })[];
  /** Everything that is served, subresources and what cannot be listed included. */
  readonly resources: readonly ServedResource[];
  readonly unansweredGroups: readonly string[];
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with its query, as `/api/v1/namespaces?limit=500`. */
  readonly path: string;
  readonly body?: Json;
  /** Default `application/json`. */
  readonly contentType?: string;
  readonly accept?: string;
  /** For the whole response; default 10 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /**
   * Somebody behind the API server may answer: the body is read as text, at most so many bytes, and a 429 is repeated
   * only when the API server itself sends it.
   */
  readonly textLimit?: number;
  /** It changes nothing, as a review: sent again when its connection breaks before a response. Default: for GET. */
  readonly isSafe?: boolean;
}

export interface SocketRequest {
  /** Path with its query. */
  readonly path: string;
  /** Subprotocols, the preferred first. */
  readonly protocols: readonly string[];
  /** Of all messages together; more is an outage. */
  readonly maxBytes: number;
  /** For the whole exchange; default 10 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Warning headers, one entry each (several may arrive joined by commas; `headersDistinct` keeps them apart). */
  readonly warnings: readonly string[];
  /** Parsed JSON; a text where the response is not JSON, or `textLimit` asks for one. */
  readonly body: Json;
  /** With `textLimit`: the body goes on. */
  readonly isCut?: boolean;
}

/** No answer was had; never the learner's mistake. */
export class OutageError extends Error {
  override readonly name = 'OutageError';
  readonly outage: Outage;

  constructor(outage: Outage, cause?: unknown) {
    super(outage.detail, cause === undefined ? {} : { cause });
    this.outage = outage;
  }
}
