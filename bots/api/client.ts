import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './openapi.d.ts';

/** Where the paths of openapi.yaml begin. */
export const PREFIX = '/api/v1';

export type Api = Client<paths>;
export type Schemas = components['schemas'];

/** A typed client of a running server's operator API. `server`: its address, with or without a last slash. */
export const openApi = (server: string, key: string): Api =>
  createClient<paths>({ baseUrl: `${server.replace(/\/+$/, '')}${PREFIX}`, headers: { authorization: `Bearer ${key}`, 'user-agent': 'guichet' } });
