import createClient from 'openapi-fetch';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { SourceLine } from '../../core/importing/offer.ts';
import { jsonLines } from './jsonl.ts';
import type { paths } from './opendatasoft.d.ts';
import { CatalogueError, resetOf, retrying, type Patience } from './patience.ts';

/**
 * Reads a dataset of an Opendatasoft portal, Explore API v2.1: pages of 100 while `offset + limit` stays below
 * 10,000, else one streamed export (https://help.opendatasoft.com/apis/ods-explore-v2/; the description of the calls
 * that are made is `opendatasoft.yaml`).
 */
export const PUBLIC_PORTAL = 'https://public.opendatasoft.com/api/explore/v2.1';

export interface CatalogueQuery {
  /** 'evenements-publics-openagenda' */
  dataset: string;
  /** ODSQL, for instance `location_city = "Lyon"`. */
  where?: string;
  /** Facets as 'name:value'. */
  refine?: readonly string[];
  /** Without an order pages may overlap or leave gaps; `uid` for OpenAgenda datasets. */
  orderBy?: string;
}

export interface CatalogueRecords {
  /** How many the portal says there are. */
  total: number;
  /** Each with its place from 1, in order, once. */
  lines: AsyncGenerator<SourceLine>;
}

export interface Catalogue {
  /** Asks for the first page at once: a wrong dataset or condition throws {@link CatalogueError} here. */
  records(query: CatalogueQuery): Promise<CatalogueRecords>;
}

export interface CatalogueOptions {
  /** Of the API, or of the portal alone. */
  baseUrl?: string;
  /** Per request, or per piece of an export, in milliseconds. */
  timeout?: number;
  patience?: Partial<Patience>;
}

const PAGE = 100;
/** A query that has more cannot be paged to its end: the last page allowed ends at 9,900. */
const PAGED_AT_MOST = 9_900;

export function openCatalogue(options: CatalogueOptions = {}): Catalogue {
  const timeout = options.timeout ?? 60_000;
  const patience: Patience = { attempts: 5, longestWait: 15 * 60_000, now: Date.now, sleep: (ms) => sleepFor(ms), ...options.patience };
  const client = createClient<paths>({ baseUrl: apiRoot(options.baseUrl ?? PUBLIC_PORTAL), headers: { 'User-Agent': 'guichet' } });

  const params = ({ dataset, where, refine, orderBy }: CatalogueQuery) => ({
    path: { dataset_id: dataset },
    query: { ...(where !== undefined && { where }), ...(refine !== undefined && { refine: [...refine] }), ...(orderBy !== undefined && { order_by: orderBy }), timezone: 'UTC' },
  });

  async function page(query: CatalogueQuery, offset: number): Promise<{ total: number; results: unknown[] }> {
    return retrying(patience, async () => {
      const { path, query: filters } = params(query);
      const { data, error, response } = await client.GET('/catalog/datasets/{dataset_id}/records', {
        params: { path, query: { ...filters, limit: PAGE, offset } },
        signal: AbortSignal.timeout(timeout),
      });
      if (data === undefined) throw refusal(response, error, query);
      const { total_count: total, results } = data as { total_count: unknown; results: unknown };
      if (typeof total !== 'number' || !Array.isArray(results)) throw new CatalogueError('bad-answer', "Le catalogue ne répond pas comme l'API Explore v2.1 d'Opendatasoft.");
      return { total, results: results as unknown[] };
    });
  }

  async function* pages(query: CatalogueQuery, first: { total: number; results: unknown[] }): AsyncGenerator<SourceLine> {
    let line = 0;
    for (let now = first; now.results.length > 0; now = await page(query, line)) {
      for (const record of now.results) yield { kind: 'record', line: (line += 1), record };
      if (line >= first.total || line + PAGE > PAGED_AT_MOST) return;
    }
  }

  /** The export from its beginning; when the connection breaks, again, without what was given already. */
  async function* exported(query: CatalogueQuery): AsyncGenerator<SourceLine> {
    let given = 0;
    for (let broken = 0; ; broken += 1) {
      const controller = new AbortController();
      const quiet = setTimeout(() => controller.abort(new DOMException('no data', 'TimeoutError')), timeout);
      try {
        const chunks = await retrying(patience, async () => {
          quiet.refresh();
          const { data, error, response } = await client.GET('/catalog/datasets/{dataset_id}/exports/jsonl', {
            params: params(query),
            parseAs: 'stream',
            signal: controller.signal,
          });
          if (data === undefined || data === null) throw refusal(response, error, query);
          return data as AsyncIterable<Uint8Array>;
        });
        for await (const found of jsonLines(listened(chunks, () => quiet.refresh()))) {
          if (found.line <= given) continue;
          given = found.line;
          yield found;
        }
        return;
      } catch (cause) {
        if (cause instanceof CatalogueError) throw cause;
        if (broken + 1 >= patience.attempts) throw new CatalogueError('unreachable', "L'export du catalogue s'est interrompu plusieurs fois.", { cause });
        await patience.sleep(500 * 2 ** broken);
      } finally {
        clearTimeout(quiet);
      }
    }
  }

  return {
    async records(query) {
      const first = await page(query, 0);
      return { total: first.total, lines: first.total > PAGED_AT_MOST ? exported(query) : pages(query, first) };
    },
  };
}

/** 'https://data.example.fr' is taken for its API. */
function apiRoot(url: string): string {
  const root = url.replace(/\/+$/, '');
  return root.includes('/api/') ? root : `${root}/api/explore/v2.1`;
}

async function* listened(chunks: AsyncIterable<Uint8Array>, heard: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    heard();
    yield chunk;
  }
}

function refusal(response: Response, body: unknown, query: CatalogueQuery): CatalogueError {
  const said = sentenceOf(body);
  switch (response.status) {
    case 400:
      return new CatalogueError('bad-request', `Le catalogue refuse la demande (filtre ou tri) : ${said}`);
    case 404:
      return new CatalogueError('not-found', `Le catalogue n'a pas de jeu de données « ${query.dataset} ».`);
    case 429:
      return new CatalogueError('quota', "Le quota d'appels du catalogue est épuisé", { resetAt: resetOf(response.headers, body) });
    default:
      return response.status >= 500
        ? new CatalogueError('unreachable', `Le catalogue est en panne (HTTP ${response.status}).`)
        : new CatalogueError('bad-answer', `Le catalogue répond HTTP ${response.status} : ${said}`);
  }
}

function sentenceOf(body: unknown): string {
  const { message, error } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown; error?: unknown };
  return [message, error, body].find((one): one is string => typeof one === 'string')?.slice(0, 300) ?? 'sans explication';
}
