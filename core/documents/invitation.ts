import { setImmediate as breath } from 'node:timers/promises';
import qrcode from 'qrcode';
import type { Venue } from '../domain/performance.ts';
import { dayFull, hour, whenFull } from '../i18n/when.ts';
import { spoken } from '../ids.ts';
import { nameOf } from '../messages/naming.ts';
import { directionOf, french, second, secondLanguage, whenIn, type Labels, type SecondLanguage } from './labels.ts';
import { Measure } from './lines.ts';
import type { Pictogram } from './pictograms.ts';
import { bytesOf, fitting, GREY, MM, newDocument, PAGE, paragraph, Sheet, type Paragraph, type Wish } from './sheet.ts';

/** What stands on one person's invitation (A9). Never an access need: those are health data (X5). */
export interface InvitationData {
  /** Nine digits. */
  readonly number: string;
  /** What the QR opens (core/documents/mac.ts, verificationUrl). */
  readonly verifyUrl: string;
  readonly person: {
    readonly first: string;
    readonly last: string;
    /** Initials and number only (A3); the caller has asked whether the operator allows it. */
    readonly discreet: boolean;
    /** Language that the person reads, ISO 639-1; unknown ones and none: French alone. */
    readonly lang?: string | null;
  };
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** IANA zone of the venue, in which all hours are said. */
  readonly zone: string;
  readonly venue: Venue;
  /** What the place offers, in words ('fauteuil roulant'), not what the person needs. */
  readonly accessibility: readonly string[];
  /** Whom to tell by `until` when one cannot come (A5): afterwards it is the venue. `who` null: whoever accompanies the person. */
  readonly absence: { readonly who: string | null; readonly phone: string | null; readonly until: Date };
  /** The performance moved after an earlier invitation was given (A19). */
  readonly renewed: boolean;
}

export interface InvitationOptions {
  /** Name of the operator, at the foot of the page. */
  readonly operator: string;
  /** When the document is made: said at its foot, and the same data at the same instant gives the same bytes. */
  readonly at: Date;
}

/** Printed edge of the QR without its quiet zone: a door scans it from a telephone's screen and from a bad copy. */
const QR_EDGE = 40 * MM;
const QUIET = 4;

const WIDTH = PAGE.width - 2 * PAGE.margin;
/** Where text begins beside its pictogram. */
const INDENT = 40;
const ICON = 24;
/** Sizes tried until the page holds everything; then free texts are cut to fewer and fewer lines. */
const SCALES = [1.16, 1.08, 1, 0.94, 0.88, 0.82, 0.76, 0.7] as const;
const CUTS = [12, 8, 5, 3, 2] as const;

/**
 * Invitations as one PDF, a page a person in the order given: A4, dark on white, fonts embedded, tagged, without
 * names in its metadata.
 * @throws RangeError for an empty list, an unknown zone, an invalid date, a number that is none.
 */
export async function invitations(list: readonly InvitationData[], { operator, at }: InvitationOptions): Promise<Buffer> {
  if (list.length === 0) throw new RangeError('no invitation to print');
  for (const { number } of list) if (!/^\d{9}$/u.test(number)) throw new RangeError('an invitation without its number');
  const titles = new Set(list.map(({ title }) => title));
  const heading = `${list.length === 1 ? 'Invitation' : 'Invitations'}${titles.size === 1 ? ` – ${[...titles].join('')}` : ''}`;
  const doc = newDocument(heading, operator, at);
  const done = bytesOf(doc);
  const root = doc.struct('Document', { lang: 'fr-FR' });
  doc.addStructure(root);
  const measure = new Measure();
  let last: { readonly of: string; readonly tried: number } | undefined;
  for (const data of list) {
    // Platforms that wait for an answer are not kept waiting by sixty pages.
    await breath();
    doc.addPage();
    const section = doc.struct('Sect');
    root.add(section);
    // Pages of one outing differ in a name alone: what fitted the last one is tried first.
    const of = JSON.stringify([data.title, data.venue, data.accessibility, data.person.lang]);
    last = { of, tried: draw(new Sheet(doc, section), data, { operator, at }, measure, last?.of === of ? last.tried : 0) };
    section.end();
  }
  root.end();
  doc.end();
  return done;
}

/** A stretch of the page: its height is known before it is drawn at a y. */
interface Block {
  readonly height: number;
  draw(sheet: Sheet, y: number): void;
}

/** As large as the page allows. `from`: the first size that is tried; the one that fitted. */
function draw(sheet: Sheet, data: InvitationData, options: InvitationOptions, measure: Measure, from: number): number {
  const foot = footer(data, options, measure);
  const room = PAGE.height - 2 * PAGE.margin - foot.height;
  const tries = [...SCALES.map((scale) => ({ scale, most: 40 })), ...CUTS.map((most) => ({ scale: 0.7, most }))];
  let blocks: Block[] = [];
  let tried = from;
  for (const [index, size] of tries.entries()) {
    if (index < from) continue;
    tried = index;
    blocks = blocksOf(data, options.at, measure, size);
    if (blocks.reduce((sum, { height }) => sum + height, 0) <= room) break;
  }
  let y: number = PAGE.margin;
  for (const block of blocks) {
    block.draw(sheet, y);
    y += block.height;
  }
  foot.draw(sheet, PAGE.height - PAGE.margin - foot.height);
  return tried;
}

/** The free texts of a venue or an operator: beyond this they are no invitation any more. */
const clip = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
/** A telephone number stays on one line. */
const unbroken = (text: string): string => clip(text.trim(), 60).replaceAll(' ', '\u00a0');

interface Size {
  readonly scale: number;
  readonly most: number;
}

function blocksOf(data: InvitationData, at: Date, measure: Measure, { scale, most }: Size): Block[] {
  const lang = secondLanguage(data.person.lang);
  const other = lang === undefined ? undefined : second[lang];
  const s = (points: number): number => points * scale;
  const wide = WIDTH - INDENT;
  const label = (key: keyof Labels, width = wide): Row => ({ pair: [french[key], other?.[key]], lang, size: s(10.5), width, measure });
  const say = (text: string, size: number, wish: Partial<Wish> = {}): Paragraph => paragraph(text, wide, { size: s(size), most, ...wish }, measure);
  const inOther = (text: string, size: number, width = wide): Paragraph[] =>
    (lang === undefined ? [] : [paragraph(text, width, { size: s(size), lang, direction: directionOf(lang), right: directionOf(lang) === 'rtl', colour: GREY }, measure)]);
  const row = (icon: Pictogram, heading: Row, parts: readonly Paragraph[], gap = 15): Block => {
    const top = labelled(heading);
    const height = top.height + parts.reduce((sum, part) => sum + part.height, 0);
    return {
      height: Math.max(height, s(ICON)) + s(gap),
      draw: (sheet, y) => {
        sheet.pictogram(icon, PAGE.margin, y + s(2), s(ICON));
        top.draw(sheet, PAGE.margin + INDENT, y);
        parts.reduce((at, part) => sheet.write(part, PAGE.margin + INDENT, at), y + top.height);
      },
    };
  };

  const { venue, absence } = data;
  const end = data.endsAt === null ? [] : [say(`Fin vers ${hour(data.endsAt, data.zone, 'fr')}`, 12, { colour: GREY })];
  const address = [venue.address, venue.city].filter((part) => part !== null && part.trim() !== '').join(', ');
  const access = [venue.access ?? '', data.accessibility.length === 0 ? '' : `Accessible : ${data.accessibility.join(', ')}`].filter((text) => text.trim() !== '').join('\n');
  const until = whenFull(absence.until, data.zone, 'fr', data.startsAt).replace(/(?<=\d|\d(?:er|h)|à) | (?=h\b)/gu, '\u00a0');
  const who = `${clip(absence.who ?? 'la personne qui vous accompagne', 160)}${absence.phone === null ? '' : ` (${unbroken(absence.phone)})`}`;
  const reach = venue.phone === null ? 'prévenez le lieu.' : `appelez le lieu : ${unbroken(venue.phone)}`;
  // Made after the closing, nothing can be given back in the chat any more (A5).
  const inTime = at < absence.until;
  const tell = inTime ? [`Prévenez dès que possible ${who}, avant le ${until} : ${french.tell}`, `Après, ${reach}`] : [`Prévenez dès que possible ${who}, puis ${reach}`];

  return [
    heading(data, lang, other, measure, s),
    row('calendar', label('when'), [
      fitting(capital(whenIn(data.startsAt, data.zone, 'fr')), wide, [s(22), s(20), s(18)], 2, { bold: true }, measure),
      ...end,
      ...(lang === undefined ? [] : inOther(whenIn(data.startsAt, data.zone, lang), 14)),
    ]),
    ticket(data, lang, other, measure, s),
    row('place', label('place'), [
      fitting(clip(venue.name, 200), wide, [s(17), s(15), s(13)], Math.min(2, most), { bold: true }, measure),
      say(clip(address, 300), 13, { most: Math.min(4, most) }),
    ]),
    ...(access === '' ? [] : [row('access', label('access'), [say(clip(access, 3000), 12)])]),
    ...(venue.phone === null ? [] : [row('phone', label('contact'), [say(unbroken(venue.phone), 16, { bold: true, most: 2 })])]),
    row('cannot', label('cannot'), [
      ...tell.map((sentence) => say(sentence, 12.5)),
      ...(other === undefined ? [] : inOther(other.tell, 12)),
    ]),
  ];
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);

function heading(data: InvitationData, lang: SecondLanguage | undefined, other: Labels | undefined, measure: Measure, s: (points: number) => number): Block {
  const top = labelled({ pair: [french.heading, other?.heading], lang, size: s(12), width: WIDTH, measure, plain: true });
  const title = fitting(clip(data.title, 400), WIDTH, [s(30), s(26), s(22), s(18), s(15)], 3, { bold: true, tag: 'H1' }, measure);
  const renewed = data.renewed ? paragraph('Nouvelle date ou nouveau lieu : cette page remplace la précédente.', WIDTH, { size: s(13), bold: true }, measure) : undefined;
  const gap = s(12);
  return {
    height: top.height + gap + title.height + (renewed?.height ?? 0) + s(14),
    draw: (sheet, y) => {
      top.draw(sheet, PAGE.margin, y);
      sheet.rule(PAGE.margin, y + top.height + gap / 3, WIDTH, 1.6);
      const below = sheet.write(title, PAGE.margin, y + top.height + gap);
      if (renewed !== undefined) sheet.write(renewed, PAGE.margin, below);
    },
  };
}

/** What is shown at the door: name, number and QR in one frame. */
function ticket(data: InvitationData, lang: SecondLanguage | undefined, other: Labels | undefined, measure: Measure, s: (points: number) => number): Block {
  const rows = squaresOf(data.verifyUrl);
  const quiet = (QR_EDGE / rows.length) * QUIET;
  const beside = QR_EDGE + 2 * quiet;
  const pad = 14;
  const inner = WIDTH - beside - pad - INDENT - 8;
  const x = PAGE.margin + pad;
  const label = (key: keyof Labels): Drawn => labelled({ pair: [french[key], other?.[key]], lang, size: s(10.5), width: inner, measure });
  const parts = [
    { icon: 'person' as const, label: label('name'), texts: [fitting(nameOn(data.person), inner, [s(24), s(21), s(18), s(16), s(14), s(12)], 3, { bold: true, direction: 'auto' }, measure)] },
    { icon: 'number' as const, label: label('number'), texts: [fitting(spoken(data.number).replaceAll(' ', '\u00a0'), inner, [s(30), s(26)], 1, { bold: true }, measure)] },
    {
      icon: 'entrance' as const, label: label('entrance'),
      texts: [paragraph(french.show, inner, { size: s(11.5) }, measure), ...(lang === undefined || other === undefined ? []
        : [paragraph(other.show, inner, { size: s(11.5), lang, direction: directionOf(lang), right: directionOf(lang) === 'rtl', colour: GREY }, measure)])],
    },
  ].map((part) => ({ ...part, height: part.label.height + part.texts.reduce((sum, text) => sum + text.height, 0) + s(9) }));
  const text = parts.reduce((sum, { height }) => sum + height, 0) - s(9);
  const height = Math.max(text + 2 * pad, beside);
  return {
    height: height + s(16),
    draw: (sheet, y) => {
      sheet.box(PAGE.margin, y, WIDTH, height);
      let at = y + (height - text) / 2;
      for (const part of parts) {
        sheet.pictogram(part.icon, x, at + s(2), s(ICON));
        part.label.draw(sheet, x + INDENT, at);
        part.texts.reduce((line, one) => sheet.write(one, x + INDENT, line), at + part.label.height);
        at += part.height;
      }
      sheet.squares(rows, PAGE.margin + WIDTH - beside + quiet, y + (height - QR_EDGE) / 2, QR_EDGE, `${french.code}. Numéro ${spoken(data.number)}`);
    },
  };
}

/** The one masking rule (core/messages/naming.ts), for paper. */
const nameOn = ({ first, last, discreet }: InvitationData['person']): string =>
  nameOf({ person: '', as: 'full' }, { people: new Map([['', { first: clip(first, 200), last: clip(last, 200) }]]), accounts: new Map() }, discreet ? 'initials' : 'full');

function squaresOf(url: string): boolean[][] {
  const { modules } = qrcode.create(url, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size }, (_, row) => Array.from({ length: modules.size }, (__, column) => modules.get(row, column) === 1));
}

function footer(data: InvitationData, { operator, at }: InvitationOptions, measure: Measure): Block {
  const lang = secondLanguage(data.person.lang);
  const other = lang === undefined ? undefined : second[lang];
  const parts = [
    paragraph(french.personal, WIDTH, { size: 11, bold: true }, measure),
    ...(lang === undefined || other === undefined ? [] : [paragraph(other.personal, WIDTH, { size: 11, lang, direction: directionOf(lang), right: directionOf(lang) === 'rtl' }, measure)]),
    paragraph(`${clip(operator, 120)} · page faite le ${dayFull(at, data.zone, 'fr', new Date(0))}`, WIDTH, { size: 9, colour: GREY, most: 2 }, measure),
  ];
  return {
    height: parts.reduce((sum, part) => sum + part.height, 0) + 8,
    draw: (sheet, y) => {
      sheet.rule(PAGE.margin, y, WIDTH);
      parts.reduce((line, part) => sheet.write(part, PAGE.margin, line), y + 8);
    },
  };
}

interface Row {
  /** A label in French and in the second language. */
  readonly pair: readonly [string, string | undefined];
  readonly lang: SecondLanguage | undefined;
  readonly size: number;
  readonly width: number;
  readonly measure: Measure;
  readonly plain?: boolean;
}

interface Drawn {
  readonly height: number;
  draw(sheet: Sheet, x: number, y: number): void;
}

/** A label and, beside it, its translation: after a middle dot, or at the right edge where one reads from there. */
function labelled({ pair: [own, translated], lang, size, width, measure, plain }: Row): Drawn {
  const left = paragraph(own, width, { size, bold: true, colour: GREY, tag: plain === true ? 'P' : 'H2' }, measure);
  if (translated === undefined || lang === undefined) return { height: left.height, draw: (sheet, x, y) => void sheet.write(left, x, y) };
  const rtl = directionOf(lang) === 'rtl';
  const used = rtl ? 0 : (left.lines[0]?.width ?? 0) * size + size * 0.3;
  const right = paragraph(rtl ? translated : `· ${translated}`, width - used, { size, colour: GREY, lang, direction: directionOf(lang), right: rtl }, measure);
  return {
    height: Math.max(left.height, right.height),
    draw: (sheet, x, y) => {
      sheet.write(left, x, y);
      sheet.write(right, x + used, y);
    },
  };
}
