import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TeamsChannel } from '../../../bots/teams/bot.ts';
import type { OfferedFile, TeamsPart } from '../../../bots/teams/render.ts';
import { message, paragraph } from '../../../core/messages/build.ts';
import type { Document } from '../../../core/ports.ts';
import { TeamsFake } from '../../support/teamsFake.ts';
import { pressablesOf } from '../../support/teamsLimits.ts';
import { drawn, part, teamsScene, thrown, type TeamsScene } from '../../support/teamsScene.ts';

let scene: TeamsScene;
let fake: TeamsScene['fake'];
let desk: TeamsScene['desk'];
let zoe: TeamsScene['zoe'];
beforeEach(async () => {
  scene = await teamsScene();
  ({ fake, desk, zoe } = scene);
});
afterEach(() => scene.close());

describe('files that come', () => {
  it('a file and a picture are fetched; of others’ servers nothing', async () => {
    await scene.started();
    await zoe.sends({ bytes: Buffer.from('nom,prénom') }, { bytes: Buffer.from('%PDF'), name: 'plan.pdf' });
    await zoe.pastes(Buffer.from('png'));
    const files = desk.taken.flatMap(({ incoming }) => (incoming.kind === 'arrivedFile' ? [incoming.file] : []));
    expect(files.map(({ name, mime }) => [name, mime])).toEqual([['liste.csv', 'text/csv'], ['plan.pdf', 'application/pdf'], ['image.png', 'image/png']]);
    expect((await Promise.all(files.map(async (file) => file.read()))).map(String)).toEqual(['nom,prénom', '%PDF', 'png']);
    await zoe.pastes(Buffer.from('png'), { contentUrl: 'https://evil.example/v3/attachments/1/views/original' });
    const last = desk.taken.at(-1)?.incoming;
    if (last?.kind !== 'arrivedFile') throw new Error('no file');
    await expect(last.file.read()).rejects.toThrow('teams: no file (kept elsewhere)');
  });
});

describe('documents', () => {
  const pdf: Document = { name: 'invitation.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF de Soraya') };
  const offered: OfferedFile = { ...pdf, token: 'jeton-du-document' };
  const file = (bot: TeamsChannel, one: OfferedFile = offered): TeamsPart => drawn(bot, message([paragraph(['Voici'])]), [one])[1] ?? part(bot, '');

  it('is offered, made again once the person says yes, and put into their drive', async () => {
    const opened: string[] = [];
    const bot = await scene.started({ open: async (token) => { opened.push(token); return pdf; } });
    const address = await scene.reached();
    await bot.send(address, file(bot));
    const shown = await zoe.gets(({ consent }) => consent !== undefined);
    expect(shown).toMatchObject({ summary: 'Message de Guichet', consent: { name: 'invitation.pdf', size: pdf.bytes.length } });
    expect(opened).toEqual([]);
    expect((await zoe.accepts(shown)).status).toBe(200);
    const kept = await zoe.gets(({ file: one }) => one !== undefined);
    expect([kept.id, kept.file?.name, String(kept.file?.bytes), opened]).toEqual([shown.id, 'invitation.pdf', '%PDF de Soraya', ['jeton-du-document']]);
  });

  it('one that is not any more, or was declined, gives its card a line', async () => {
    const bot = await scene.started({ open: async () => undefined });
    const address = await scene.reached();
    for (const [does, says] of [['accepts', /n’existe plus/], ['declines', /n’est pas rangé/]] as const) {
      await bot.send(address, file(bot));
      const shown = await zoe.gets(({ consent }) => consent !== undefined);
      expect((await zoe[does](shown)).status).toBe(200);
      expect((await zoe.gets(says)).id).toBe(shown.id);
    }
    expect(fake.called('upload')).toEqual([]);
  });

  it('an acceptance that is delivered again puts the file once; one that fails can be pressed again', async () => {
    const bot = await scene.started({ open: async () => pdf });
    await bot.send(await scene.reached(), file(bot));
    const shown = await zoe.gets(({ consent }) => consent !== undefined);
    fake.next('upload', 'drop', { status: 503, code: 'x' });
    const yes = zoe.accepting(shown);
    await Promise.all([fake.deliver(yes), fake.deliver(yes)]);
    expect(zoe.room.messages.filter(({ file: one }) => one !== undefined)).toHaveLength(1);
  });

  it('one that takes long is answered in time, and the person told when it comes to nothing', async () => {
    let fail = (): void => undefined;
    const bot = await scene.started({ invokeMs: 40, open: () => new Promise((_resolve, reject) => { fail = () => reject(new Error('no database')); }) });
    await bot.send(await scene.reached(), file(bot));
    const shown = await zoe.gets(({ consent }) => consent !== undefined);
    expect((await zoe.accepts(shown)).status).toBe(200);
    fail();
    expect((await zoe.gets(/pas pu ranger/)).id).toBe(shown.id);
  });

  it('goes to no other drive than Microsoft’s', async () => {
    const bot = await scene.started({ open: async () => pdf });
    await bot.send(await scene.reached(), file(bot));
    const shown = await zoe.gets(({ consent }) => consent !== undefined);
    fake.retries = [];
    const other = await TeamsFake.open();
    expect((await fake.deliver(zoe.accepting(shown, `${other.url}/drive/1`))).status).toBe(503);
    expect(other.calls).toEqual([]);
  });

  it('X5 where others read along none goes; where nothing can be put, its link', async () => {
    const bot = await scene.started({ open: async () => pdf });
    const room = fake.room('19:equipe@thread.tacv2;messageid=1', 'channel');
    await zoe.mentions(room, 'bonjour');
    expect(await thrown(bot.send(desk.taken.at(-1)?.address ?? '', file(bot)))).toMatchObject({ why: 'refused' });
    expect(await thrown(bot.send(await scene.reached(), file(bot, pdf)))).toMatchObject({ why: 'refused' });
    const linking = scene.made({ link: (token) => `https://guichet.example.org/d/${token}` });
    await linking.send(await scene.reached(), file(linking));
    const shown = await zoe.gets(/invitation\.pdf/);
    expect(pressablesOf(shown.card).map(({ title, action }) => [title, action.url])).toEqual([['Ouvrir le document', 'https://guichet.example.org/d/jeton-du-document']]);
  });
});

describe('X5 where others read along', () => {
  it('X5 only that guichet was spoken to is told, and answered there with a way into the private chat', async () => {
    const bot = await scene.started();
    const room = fake.room('19:equipe@thread.tacv2;messageid=1', 'channel');
    await zoe.mentions(room, 'réserve pour Soraya Ferrand');
    expect(JSON.stringify(desk.taken)).not.toContain('Soraya');
    expect(desk.taken).toMatchObject([{ chat: `${fake.tenant}:${room.id}:${zoe.object}`, incoming: { kind: 'shared' } }]);
    await bot.send(desk.taken[0]?.address ?? '', drawn(bot, message([paragraph(['Ici, d’autres lisent.']), { kind: 'private', label: ['Continuer en privé'] }]))[0] ?? part(bot, ''));
    const shown = await zoe.gets(/d’autres lisent/, room);
    expect(pressablesOf(shown.card).map(({ title, action }) => [title, action.url])).toEqual([['Continuer en privé', `https://teams.microsoft.com/l/chat/0/0?users=28:${fake.appId}`]]);
  });
});
