import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import type { KeyRole } from '../../core/office.ts';
import { PREFIX } from './client.ts';
import type { operations } from './openapi.d.ts';

/**
 * The API's document, openapi.yaml, as the server goes by it: which paths there are, who may use them, and what a
 * request must look like. Nothing of it is written down a second time.
 */
export type OperationId = keyof operations;

export interface Operation {
  readonly id: OperationId;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As fastify writes it, with the prefix: '/api/v1/structures/:id'. */
  readonly url: string;
  readonly roles: readonly KeyRole[];
  /** Status of the answer when all went well. */
  readonly status: number;
  /** What is wrong with a request, by its place; none: nothing. Defaults are filled in, numbers of a query read. */
  readonly check: { readonly params: Check; readonly query: Check; readonly body: Check | undefined };
}

export interface Wrong { readonly path: string; readonly detail: string }
type Check = (value: unknown) => readonly Wrong[];

const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean().optional(), schema: z.record(z.string(), z.unknown()) }).loose();
const reference = z.object({ $ref: z.string() });
const operation = z.object({
  operationId: z.string(), 'x-roles': z.array(z.enum(['operator', 'venue', 'read'])).min(1), parameters: z.array(z.union([reference, parameter])).optional(),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }) }) }).loose().optional(), responses: z.record(z.string(), z.unknown()),
}).loose();
const shape = z.object({
  openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()), parameters: z.record(z.string(), z.unknown()) }).loose(),
}).loose();

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export const readDocument = (): z.infer<typeof shape> => shape.parse(parse(readFileSync(path.join(import.meta.dirname, 'openapi.yaml'), 'utf8')));

export function operationsOf(document: z.infer<typeof shape>): Operation[] {
  const bodies = compiler(document, false);
  const parameters = compiler(document, true);
  const resolved = (one: unknown): z.infer<typeof parameter> =>
    parameter.parse(reference.safeParse(one).success ? document.components.parameters[reference.parse(one).$ref.split('/').at(-1) ?? ''] : one);
  const among = (all: readonly z.infer<typeof parameter>[], place: string): Check => {
    const here = all.filter((one) => one.in === place);
    return checking('?', () => parameters.compile({
      type: 'object', additionalProperties: false, required: here.filter((one) => one.required === true).map(({ name }) => name),
      properties: Object.fromEntries(here.map((one) => [one.name, local(one.schema)])),
    }));
  };
  return Object.entries(document.paths).flatMap(([url, methods]) => METHODS.filter((method) => method in methods).map((method): Operation => {
    const one = operation.parse(methods[method]);
    const all = [...z.array(z.unknown()).parse(methods['parameters'] ?? []), ...(one.parameters ?? [])].map(resolved);
    const body = one.requestBody?.content['application/json'].schema;
    return {
      id: one.operationId as OperationId, method: method.toUpperCase() as Operation['method'], url: `${PREFIX}${url.replace(/\{(\w+)\}/g, ':$1')}`, roles: one['x-roles'],
      status: Number(Object.keys(one.responses).find((status) => status.startsWith('2'))),
      check: { params: among(all, 'path'), query: among(all, 'query'), body: body === undefined ? undefined : checking('', () => bodies.compile(local(body))) },
    };
  }));
}

/** The document's schemas under a name of their own. A text is never taken for a number in a body. */
function compiler(document: z.infer<typeof shape>, coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: false, coerceTypes, useDefaults: true, strict: false, validateSchema: false });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat('date', { validate: (text: string) => isDay(text) });
  ajv.addFormat('date-time', { validate: (text: string) => isInstant(text) });
  ajv.addSchema({ $id: 'api', components: document.components });
  return ajv;
}

/** References into the document, from outside of it. */
const local = (schema: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as Record<string, unknown>;

const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });
/** Years of which nobody means one are slips; some of them no calendar or database would take. */
const isOurs = (text: string): boolean => /^(19[7-9]|20|21)\d/.test(text);
export const isDay = (text: string): boolean => isOurs(text) && day.safeParse(text).success;
export const isInstant = (text: string): boolean => isOurs(text) && instant.safeParse(text).success;

/** Compiled when first asked: half a second of the start otherwise, on a slow machine. */
function checking(prefix: string, compile: () => ValidateFunction): Check {
  let validate: ValidateFunction | undefined;
  return (value) => wrongIn((validate ??= compile()), value, prefix);
}

function wrongIn(validate: ValidateFunction, value: unknown, prefix: string): readonly Wrong[] {
  if (validate(value)) return [];
  return told(validate.errors ?? []).map((error) => {
    const at = `${error.instancePath}${placeIn(error)}`;
    return { path: (prefix === '' ? at : `${prefix}${at.replace(/^\//, '')}`).slice(0, 300), detail: sentence(error) };
  });
}

/** Of the branches of an alternative, what the alternative says. */
const told = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const whole = errors.filter(({ keyword }) => keyword === 'anyOf');
  return whole.length > 0 ? whole : errors;
};

const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Of a field that is too many or missing, its own place. */
function placeIn({ keyword, params }: ErrorObject): string {
  const { additionalProperty, missingProperty } = params as { additionalProperty?: string; missingProperty?: string };
  return keyword === 'additionalProperties' ? pointer(additionalProperty ?? '') : keyword === 'required' ? pointer(missingProperty ?? '') : '';
}

function sentence({ keyword, params }: ErrorObject): string {
  const { limit, type, format, allowedValues } = params as { limit?: number; type?: string | string[]; format?: string; allowedValues?: unknown[] };
  switch (keyword) {
    case 'required': return 'Ce champ manque.';
    case 'additionalProperties': return 'Ce champ n’existe pas ici.';
    case 'type': return `Type attendu : ${[type].flat().join(' ou ')}.`;
    case 'enum': return `Valeurs possibles : ${(allowedValues ?? []).join(', ')}.`;
    case 'format': return format === 'date-time' ? 'Un instant avec son décalage est attendu, par exemple 2026-11-28T20:00:00+01:00.' : format === 'date' ? 'Un jour est attendu, par exemple 2026-11-28.' : `Format attendu : ${format ?? ''}.`;
    case 'minLength': case 'minItems': case 'minProperties': return `Il en faut au moins ${limit ?? 0}.`;
    case 'maxLength': case 'maxItems': return `Il en faut au plus ${limit ?? 0}.`;
    case 'minimum': return `Au moins ${limit ?? 0}.`;
    case 'maximum': return `Au plus ${limit ?? 0}.`;
    default: return 'Cette valeur n’a pas la forme attendue.';
  }
}
