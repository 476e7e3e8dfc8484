import { strings } from '../../core/i18n/index.ts';
import type { FileRef } from '../../core/messages/message.ts';
import type { Account, Gate, History } from '../../core/ports.ts';
import { toWebMessage, type WebMessage } from './render.ts';

/** A history as the page reads it: names as the operator lets them out on the web chat, documents by signed links that expire (X5). */
export function rendered(history: History, account: Account, gate: Pick<Gate, 'documentToken'>): object[] {
  const say = strings(account.lang, { now: new Date(), zone: 'Europe/Paris' });
  const link = (file: FileRef): NonNullable<WebMessage['files']>[number] => ({ name: say.papers.name(file), mime: mimeOf(file), url: `/d/${gate.documentToken(account, file)}` });
  return history.items.map(({ id, at, message, text, client }) => {
    if (message === undefined) return { id, at: at.toISOString(), from: 'me', text: text ?? '', ...(client === undefined ? {} : { clientMessageId: client }) };
    const files = history.naming === 'none' ? [] : (message.files ?? []);
    return { ...toWebMessage({ id, at: at.toISOString() }, message, history.names, history.naming), ...(files.length === 0 ? {} : { files: files.map(link) }) };
  });
}

function mimeOf(file: FileRef): string {
  switch (file.kind) {
    case 'agenda':
      return 'text/calendar';
    case 'guests':
      return file.as === 'csv' ? 'text/csv' : 'application/pdf';
    case 'invitations':
    case 'outing':
      return 'application/pdf';
  }
}
