import type { History } from '../../core/ports.ts';
import { toWebMessage } from './render.ts';

/** A history as the page reads it, names as the operator lets them out on the web chat (X5). */
export const rendered = (history: History): object[] =>
  history.items.map(({ id, at, message, text, client }) =>
    message === undefined ? { id, at: at.toISOString(), from: 'me', text: text ?? '', ...(client === undefined ? {} : { clientMessageId: client }) } : toWebMessage({ id, at: at.toISOString() }, message, history.names, history.naming));
