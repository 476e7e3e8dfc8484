/**
 * What a button says when it comes back: `flow.name:arg:arg~r12`, at most 64 bytes (the tightest
 * channel). Ids are uuids in 22 characters. The stamp tells which state the button belongs to:
 * `r` the session's revision (the one card that is current), `f` the beginning of the flow (any card of
 * this draft), none: works at any time (lists, sheets, pushes). Nothing in it is trusted: what it
 * points at is looked up in the scope of whoever pressed.
 */
export interface Press {
  readonly flow: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly stamp?: { readonly of: 'revision' | 'frame'; readonly value: number };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHORT = /^[A-Za-z0-9_-]{22}$/;
const FORM = /^([a-z]+)\.([a-zA-Z]+)((?::[A-Za-z0-9_-]*)*)(?:~([rf])(\d{1,9}))?$/;

export const shortId = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

export function longId(short: string): string | undefined {
  if (!SHORT.test(short)) return undefined;
  const hex = Buffer.from(short, 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** @throws Error when the button would not fit a channel: a mistake of ours, found by any test that draws it. */
export function encodePress(press: Press): string {
  const args = press.args.map((arg) => `:${UUID.test(arg) ? shortId(arg) : arg}`).join('');
  const stamp = press.stamp === undefined ? '' : `~${press.stamp.of === 'revision' ? 'r' : 'f'}${press.stamp.value}`;
  const id = `${press.flow}.${press.name}${args}${stamp}`;
  if (id.length > 64 || !FORM.test(id)) throw new Error(`not a button: ${id}`);
  return id;
}

/** The button back; undefined for anything that no button of ours says. Uuids come back long. */
export function decodePress(id: string): Press | undefined {
  const parts = id.length > 64 ? null : FORM.exec(id);
  if (parts === null) return undefined;
  const [, flow = '', name = '', args = '', of, value] = parts;
  return {
    flow,
    name,
    args: args === '' ? [] : args.slice(1).split(':').map((arg) => longId(arg) ?? arg),
    ...(of === undefined ? {} : { stamp: { of: of === 'r' ? ('revision' as const) : ('frame' as const), value: Number(value) } }),
  };
}

/** Said by a form that left without some of what stood in its fields (X5): what comes back empty was not seen. */
const WITHHELD = 'w';

/** The id of a form as it leaves without what stood in its fields. */
export function withheld(id: string): string {
  const press = decodePress(id);
  return press === undefined || isWithheld(press) ? id : encodePress({ ...press, args: [...press.args, WITHHELD] });
}

export const isWithheld = ({ args }: Press): boolean => args.at(-1) === WITHHELD;

export const isUuid = (text: string | undefined): text is string => text !== undefined && UUID.test(text);

/**
 * The performance whose lane a press belongs to: only buttons that ask for seats have one, and name
 * the performance as their first argument.
 */
export function laneOf(id: string): string | undefined {
  const press = decodePress(id);
  if (press === undefined || !LANES.has(`${press.flow}.${press.name}`)) return undefined;
  return isUuid(press.args[0]) ? press.args[0] : undefined;
}

const LANES = new Set(['book.confirm', 'alert.confirm', 'decide.grant']);
