import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An Opendatasoft portal on loopback, as far as `bots/catalogue/client.ts` goes: records by page with its bounds, exports,
 * conditions, order, and a quota that runs out. Errors are worded as the real one words them.
 */
export type Fiche = Record<string, unknown>;

export interface StubOptions {
  datasets: Record<string, readonly Fiche[]>;
  /** Answers 429 to the requests with these numbers (from 1), quota back in so many seconds. */
  quota?: { requests: readonly number[]; resetInSeconds: number; how?: 'body' | 'header' | 'retry-after' };
  /** Answers 503 to, or cuts the connection of, the requests with these numbers. */
  failing?: readonly number[];
  cut?: readonly number[];
  /** Breaks off an export after so many lines, once. */
  breakExportAfter?: number;
}

export interface OpendatasoftStub {
  /** Of the API: `…/api/explore/v2.1`. */
  url: string;
  /** What was asked for, in order. */
  requests: URL[];
  close(): Promise<void>;
}

export async function startOpendatasoftStub(options: StubOptions): Promise<OpendatasoftStub> {
  const requests: URL[] = [];
  let toBreak = options.breakExportAfter;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(url);
    if (options.cut?.includes(requests.length) === true) return void request.socket.destroy();
    if (options.failing?.includes(requests.length) === true) { answer(response, 503, { error: 'unavailable' }); return; }
    if (options.quota?.requests.includes(requests.length) === true) { tooMany(response, options.quota); return; }
    const path = /^\/api\/explore\/v2\.1\/catalog\/datasets\/([^/]+)\/(records|exports\/jsonl)$/.exec(url.pathname);
    const records = options.datasets[decodeURIComponent(path?.[1] ?? '')];
    if (records === undefined) { answer(response, 404, { error_code: 'DatasetNotFound', message: 'The dataset does not exist' }); return; }
    try {
      const found = select(records, url.searchParams);
      if (path?.[2] === 'records') page(response, found, url.searchParams);
      else {
        exported(response, found, toBreak);
        toBreak = undefined;
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answer(response, 400, { error_code: error.code, message: error.message });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/explore/v2.1`,
    requests,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

function tooMany(response: ServerResponse, { resetInSeconds, how = 'body' }: NonNullable<StubOptions['quota']>): void {
  const reset = new Date(Date.now() + resetInSeconds * 1_000);
  const body = { errorcode: 10002, error: 'Too many requests on the domain. Please contact the domain administrator.', call_limit: 10_000, limit_time_unit: 'day', ...(how === 'body' && { reset_time: reset.toISOString() }) };
  const header: Record<string, string> = how === 'header' ? { 'X-RateLimit-Reset': String(Math.ceil(reset.getTime() / 1_000)) } : how === 'retry-after' ? { 'Retry-After': String(resetInSeconds) } : {};
  answer(response, 429, body, { 'X-RateLimit-Limit': '10000', 'X-RateLimit-Remaining': '0', ...header });
}

function page(response: ServerResponse, found: readonly Fiche[], query: URLSearchParams): void {
  const [limit, offset] = [Number(query.get('limit') ?? 10), Number(query.get('offset') ?? 0)];
  if (!(limit >= -1 && limit <= 100)) throw new Refused('InvalidRESTParameterError', `Invalid value for limit API parameter: ${limit} was found but -1 <= limit <= 100 is expected.`);
  if (!(offset + limit < 10_000)) throw new Refused('InvalidRESTParameterError', `Invalid value for sum of offset + limit API parameter: ${offset + limit} was found but < 10000 is expected.`);
  answer(response, 200, { total_count: found.length, results: found.slice(offset, offset + limit) });
}

function exported(response: ServerResponse, found: readonly Fiche[], breakAfter: number | undefined): void {
  response.writeHead(200, { 'Content-Type': 'application/jsonl; charset=utf-8' });
  const lines = found.map((record) => `${JSON.stringify(record)}\n`);
  if (breakAfter === undefined) return void response.end(lines.join(''));
  // Half a line too, as connections break where they like.
  response.write(lines.slice(0, breakAfter).join('') + (lines[breakAfter]?.slice(0, 10) ?? ''), () => setImmediate(() => response.destroy()));
}

function select(records: readonly Fiche[], query: URLSearchParams): Fiche[] {
  const where = query.get('where');
  const keeps = where === null ? () => true : condition(where);
  const order = query.get('order_by')?.split(',').map((one) => one.trim().split(/\s+/)) ?? [];
  for (const [field = ''] of order) {
    if (records.length > 0 && !records.some((record) => field in record)) throw new Refused('ODSQLError', `Unknown field: ${field}`);
  }
  const found = records.filter(keeps);
  return order.length === 0 ? found : found.sort((a, b) => {
    for (const [field = '', direction] of order) {
      const sign = compare(a[field], b[field]) * (direction === 'desc' ? -1 : 1);
      if (sign !== 0) return sign;
    }
    return 0;
  });
}

type Keeps = (record: Fiche) => boolean;

/** ODSQL, the small part: comparisons joined by `and` and `or`, `search("…")`, `search(field, "…")`, `not`. */
function condition(text: string): Keeps {
  const tokens = text.match(/date'[^']*'|date"[^"]*"|"[^"]*"|'[^']*'|>=|<=|!=|[=<>(),]|[\w.-]+/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const expect = (token: string): void => {
    if (next() !== token) throw new Refused('ODSQLSyntaxError', `Syntax error near "${tokens[at - 1] ?? ''}": "${token}" expected`);
  };
  const either = (): Keeps => joined('or', both, (a, b) => (record) => a(record) || b(record));
  const both = (): Keeps => joined('and', one, (a, b) => (record) => a(record) && b(record));
  function joined(word: string, part: () => Keeps, join: (a: Keeps, b: Keeps) => Keeps): Keeps {
    let keeps = part();
    while (tokens[at]?.toLowerCase() === word) {
      at += 1;
      keeps = join(keeps, part());
    }
    return keeps;
  }
  function one(): Keeps {
    const token = next();
    if (token === '(') {
      const keeps = either();
      expect(')');
      return keeps;
    }
    if (token.toLowerCase() === 'not') {
      const keeps = one();
      return (record) => !keeps(record);
    }
    if (token === 'search') return search();
    const operator = next();
    const value = literal(next());
    if (!/^[\w.]+$/.test(token) || !['=', '!=', '<', '<=', '>', '>='].includes(operator)) throw new Refused('ODSQLSyntaxError', `Syntax error near "${operator}"`);
    return (record) => holds(record[token], operator, value);
  }
  function search(): Keeps {
    expect('(');
    const first = next();
    const field = tokens[at] === ',' ? first : undefined;
    if (field !== undefined) at += 1;
    const wanted = (field === undefined ? first : next()).replace(/^["']|["']$/g, '').toLowerCase();
    expect(')');
    return (record) => JSON.stringify(field === undefined ? record : record[field] ?? null).toLowerCase().includes(wanted);
  }
  const keeps = either();
  if (at !== tokens.length) throw new Refused('ODSQLSyntaxError', `Syntax error near "${tokens[at] ?? ''}"`);
  return keeps;
}

function literal(token: string): string | number {
  const quoted = /^(?:date)?["'](.*)["']$/.exec(token)?.[1];
  return quoted ?? (token === '' ? '' : Number(token));
}

function holds(found: unknown, operator: string, value: string | number): boolean {
  if (found === null || found === undefined) return false;
  const order = compare(found, value);
  return { '=': order === 0, '!=': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator] ?? false;
}

/** Dates as instants, wherever both sides are written as such. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((one) => (typeof one === 'string' && /^\d{4}-\d\d-\d\d/.test(one) ? Date.parse(one) : one));
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}
