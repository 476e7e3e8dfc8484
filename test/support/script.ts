import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { operationsOf, readDocument, type Operation } from '../../bots/api/document.ts';
import type { KeyRole } from '../../core/office.ts';
import { systemIds } from '../../core/ids.ts';
import { makeKey } from '../../db/office/keys.ts';
import type { Fresh } from './database.ts';
import { START } from './world.ts';

/** A key of an operator's, as `api-key create` makes them. `venue`: the name of the one it is for. */
export async function apiKey(fresh: Fresh, operator: string, role: KeyRole = 'operator', venue?: string): Promise<{ key: string; id: string }> {
  const made = await makeKey(fresh.app, fresh.keys, operator, { name: 'test', role, venue }, START);
  if (made.kind !== 'made') throw new Error(`venues: ${made.venues.join(' · ')}`);
  return { key: made.key, id: made.id };
}

/** What tests take out of answers. Which of it an answer holds is the document's word, and checked in each. */
export interface Said {
  readonly id: string;
  readonly code: string;
  readonly items: readonly Said[];
  readonly next: string | null;
  readonly account: { readonly id: string; readonly participantId: string | null };
  readonly performances: readonly Said[];
  readonly errors: readonly object[];
  readonly eventId: string;
  readonly personId: string;
  readonly state: string;
  readonly number?: string;
  readonly rank?: number;
  readonly capacity: number;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly releaseAt: string;
  readonly week: string;
}

export interface Answered { readonly status: number; readonly body: Said; readonly headers: Headers }

const document = readDocument();
export const operations: readonly Operation[] = operationsOf(document);

/** The document as it stands, on its own: nothing of how the server reads it. */
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
ajv.addSchema({ $id: 'api', ...document });

const compiled = new Map<string, ValidateFunction | undefined>();

/** What the document says that this operation answers with this status; undefined: nothing of the kind. */
function schemaOf(operation: Operation, status: number): ValidateFunction | undefined {
  const name = `${operation.id} ${status}`;
  if (!compiled.has(name)) {
    const url = Object.keys(document.paths).find((path) => `/api/v1${path.replace(/\{(\w+)\}/g, ':$1')}` === operation.url) ?? '';
    const own = document.paths[url]?.[operation.method.toLowerCase()] as { responses: Record<string, unknown> };
    const [at, type] = String(status) in own.responses ? [`paths/${url.replaceAll('~', '~0').replaceAll('/', '~1')}/${operation.method.toLowerCase()}/responses/${status}`, 'application~1json'] : status >= 400 ? ['components/responses/Problem', 'application~1problem+json'] : [];
    compiled.set(name, at === undefined ? undefined : ajv.compile({ $ref: `api#/${encodeURI(at)}/content/${type}/schema` }));
  }
  return compiled.get(name);
}

/** A script at the API, over real HTTP. Every answer is held to the document, and no answer is a failure of the server. */
export class Script {
  readonly #base: string;
  readonly #key: string | undefined;

  constructor(address: string, key?: string) {
    this.#base = address.replace(/\/$/, '');
    this.#key = key;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const response = await fetch(`${this.#base}/api/v1${path}`, {
      method, headers: { ...(this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    const said = `${method} ${path} ${typeof body === 'string' ? body.slice(0, 300) : JSON.stringify(body ?? null).slice(0, 300)} → ${response.status} ${text.slice(0, 1_000)}`;
    expect(response.status, said).toBeLessThan(500);
    const plain = path.split('?')[0] ?? '';
    const operation = operations.find((one) => one.method === method && new RegExp(`^${one.url.slice('/api/v1'.length).replace(/:\w+/g, '[^/]+')}$`).test(plain));
    if (operation !== undefined) {
      const check = schemaOf(operation, response.status);
      expect(check, `the document knows of no ${response.status}: ${said}`).toBeDefined();
      expect(check?.(answer), `${said}\n${JSON.stringify(check?.errors)}`).toBe(true);
      expect(response.headers.get('content-type')).toMatch(response.status >= 400 ? /^application\/problem\+json/ : /^application\/json/);
      if (response.status >= 400) expect((answer as { status: number }).status).toBe(response.status);
    }
    return { status: response.status, body: answer as Said, headers: response.headers };
  }

  get(path: string): Promise<Answered> {
    return this.send('GET', path);
  }

  /** @throws when the answer has another status than `status`, or (a text) is no problem of that code. */
  async post(path: string, body: unknown, wanted: number | string = 201, headers: Record<string, string> = {}): Promise<Said> {
    return this.#wanted(await this.send('POST', path, body, headers), wanted);
  }

  async patch(path: string, body: unknown, wanted: number | string = 200): Promise<Said> {
    return this.#wanted(await this.send('PATCH', path, body), wanted);
  }

  async put(path: string, body: unknown, wanted: number | string = 200): Promise<Said> {
    return this.#wanted(await this.send('PUT', path, body), wanted);
  }

  async read(path: string, wanted: number | string = 200): Promise<Said> {
    return this.#wanted(await this.get(path), wanted);
  }

  /** An answer that is a list. */
  async list(path: string): Promise<readonly Said[]> {
    return (await this.read(path)) as unknown as readonly Said[];
  }

  #wanted({ status, body }: Answered, wanted: number | string): Said {
    expect(typeof wanted === 'number' ? status : body.code, JSON.stringify(body)).toBe(wanted);
    return body;
  }
}

export const nobody = (): string => systemIds.uuid();
