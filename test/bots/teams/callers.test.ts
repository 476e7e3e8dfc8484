import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isKept } from '../../../bots/teams/files.ts';
import { isAllowed } from '../../../bots/teams/place.ts';
import { otherKey, type Forged } from '../../support/teamsFake.ts';
import { teamsScene, type TeamsScene } from '../../support/teamsScene.ts';

let scene: TeamsScene;
let fake: TeamsScene['fake'];
let desk: TeamsScene['desk'];
let zoe: TeamsScene['zoe'];
beforeEach(async () => {
  scene = await teamsScene();
  ({ fake, desk, zoe } = scene);
});
afterEach(() => scene.close());

describe('X9 who may call', () => {
  const wrong: readonly (readonly [string, Forged])[] = [
    ['signed by somebody else', { key: otherKey() }], ['by an unknown key', { kid: 'other' }], ['not signed', { algorithm: 'none' }],
    ['expired', { claims: { exp: Math.floor(Date.now() / 1_000) - 600 } }], ['for later', { claims: { nbf: Math.floor(Date.now() / 1_000) + 600 } }],
    ['for another app', { claims: { aud: 'b0000000-0000-4000-8000-000000000000' } }], ['by another issuer', { claims: { iss: 'https://api.botframework.us' } }],
    ['by Microsoft to an app, as our own tokens are', { claims: { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0', appid: '5a0f8b1e-0b5d-4f5e-9d0c-3d1c8e7f6a01' } }],
    ['for another server', { claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' } }], ['for no server', { claims: { serviceurl: undefined } }],
  ];

  it.each(wrong)('X9 a token %s: 401, and nothing is stored', async (_what, forged) => {
    await scene.started();
    expect((await fake.post(zoe.saying('bonjour'), `Bearer ${fake.token(forged)}`)).status).toBe(401);
    expect(desk.taken).toEqual([]);
  });

  it('X9 no token, half of one, another scheme: 401', async () => {
    await scene.started();
    const good = fake.token();
    for (const header of [null, '', 'Bearer', 'Bearer x.y.z', `Basic ${good}`, good, `Bearer ${good.slice(0, -9)}`, `Bearer ${good} ${good}`]) expect((await fake.post(zoe.saying('bonjour'), header)).status, String(header)).toBe(401);
    expect(desk.taken).toEqual([]);
    expect((await fake.post(zoe.saying('bonjour'), `Bearer ${good}`)).status).toBe(200);
    expect(desk.words).toEqual(['bonjour']);
  });

  it('X9 a server that is not Teams’ is told nothing, though the token vouches for it: 401', async () => {
    await scene.started();
    for (const serviceUrl of ['https://smba.trafficmanager.net.evil.example/', 'https://evil.example/emea/', `${fake.url}@evil.example/emea/`, `${fake.url}/emeaevil/`, 'file:///emea/', '', undefined]) {
      expect((await fake.post(zoe.saying('bonjour', { serviceUrl }), `Bearer ${fake.token({ claims: { serviceurl: serviceUrl } })}`)).status, serviceUrl).toBe(401);
    }
    expect(desk.taken).toEqual([]);
  });

  it('X9 another organisation, or none: 403; one that is listed: taken', async () => {
    const other = fake.user('paul', 'c0000000-0000-4000-8000-000000000000');
    await scene.started();
    expect((await other.says('bonjour')).status).toBe(403);
    expect((await fake.post(zoe.saying('bonjour', { channelData: { tenant: { id: other.tenant } } }))).status).toBe(403);
    expect((await fake.post(zoe.saying('bonjour', { channelData: {}, conversation: { id: zoe.room.id, conversationType: 'personal' } }))).status).toBe(403);
    expect(desk.taken).toEqual([]);
    await scene.started({ tenants: [other.tenant.toUpperCase()] });
    expect((await other.says('bonjour')).status).toBe(200);
    const before = desk.taken.length;
    await scene.started({ tenants: [other.tenant, fake.tenant] });
    expect((await fake.post(zoe.saying('bonjour', { channelData: { tenant: { id: other.tenant } } }))).status).toBe(403);
    expect([desk.taken.length, (await zoe.says('bonjour')).status]).toEqual([before, 200]);
  });

  it('X9 another channel of the Bot Framework: 401; what is no activity: 400', async () => {
    await scene.started();
    for (const channelId of ['webchat', 'directline', 'emulator', 'AseChannel', undefined]) expect((await fake.post(zoe.saying('bonjour', { channelId }))).status).toBe(401);
    for (const body of [{}, { type: 7 }, { type: 'message', conversation: 'x' }, { type: 'message', entities: [null, 4] }]) expect((await fake.post(body)).status).toBe(400);
    expect(desk.taken).toEqual([]);
  });

  it('X9 the keys of Microsoft cannot be had: 503, and the message comes again', async () => {
    await scene.started();
    fake.next('metadata', 'drop');
    expect((await zoe.says('bonjour')).status).toBe(200);
    expect(fake.deliveries.map(({ status }) => status)).toEqual([503, 200]);
    expect(desk.words).toEqual(['bonjour']);
  });

  it('with the check off whoever calls is believed, but answers still go to listed servers alone', async () => {
    await scene.started({ authOff: true, appId: '', appPassword: '', tenantId: '' });
    expect((await fake.post(zoe.saying('bonjour'), null)).status).toBe(200);
    expect((await fake.post(zoe.saying('bonjour', { serviceUrl: 'https://evil.example/' }), null)).status).toBe(401);
    expect((await fake.post(zoe.saying('bonjour', { channelId: 'webchat' }), null)).status).toBe(401);
    expect(desk.words).toEqual(['bonjour']);
  });

  it.each([
    ['https://smba.trafficmanager.net/emea/', true], ['https://smba.trafficmanager.net', true], ['http://smba.trafficmanager.net/emea/', false], ['https://smba.trafficmanager.net:8443/emea/', false],
    ['https://smba.trafficmanager.net@evil.example/', false], ['https://SMBA.trafficmanager.net/fr/', true], ['javascript:alert(1)', false],
    ['https://a:b@smba.trafficmanager.net/', false], ['https://smba.trafficmanager.net./', false], ['\thttps://smba.trafficmanager.net/', false], ['https://smba.trafficmanager\n.net/', false], ['https://smba.trafficmanager.net\\@evil.example/', false],
  ])('a server of Teams: %s %s', (url, is) => expect(isAllowed(url, ['https://smba.trafficmanager.net/'])).toBe(is));

  it.each([
    ['https://essai-my.sharepoint.com/x', true], ['http://essai-my.sharepoint.com/x', false], ['https://sharepoint.com.evil.example/x', false], ['https://evilsharepoint.com/x', false], ['https://a@essai.sharepoint.com/', false],
    ['https://essai.sharepoint.com:8443/x', false], ['https://169.254.169.254/x', false],
  ])('a drive of Microsoft: %s %s', (url, is) => expect(isKept(url)).toBe(is));
});
