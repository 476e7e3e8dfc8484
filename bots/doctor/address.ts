import { ask, shown, under } from './ask.ts';
import { finding, good, property, unset, warning, wrong, type Finding } from './finding.ts';

const NAME = 'address';

/** Whether the address that people and platforms use leads to a guichet that runs. `callers`: platforms that call it. */
export async function checkAddress(publicUrl: string | undefined, { callers, links, signal }: {
  readonly callers: readonly string[];
  /** Whether some chat needs links that open elsewhere than on this machine. */
  readonly links: boolean;
  readonly signal: AbortSignal;
}): Promise<Finding> {
  const by = callers.join(', ');
  if (publicUrl === undefined) {
    if (callers.length > 0) return finding(NAME, [wrong(`Il manque l’adresse que ${by} appelle : mettez-la dans PUBLIC_URL, par exemple https://guichet.example.org.`)]);
    return finding(NAME, [links ? warning('PUBLIC_URL manque : les liens des messages et le QR des invitations ne s’ouvrent que sur cette machine. Mettez-y l’adresse que les gens ouvrent.') : unset('pas configurée (PUBLIC_URL), la conversation web s’ouvre sur cette machine')]);
  }
  const { protocol, username, password } = new URL(publicUrl);
  if (username !== '' || password !== '') return finding(NAME, [wrong('PUBLIC_URL porte un nom ou un mot de passe (avant @) : enlevez-les, cette adresse est écrite dans les messages.')]);
  const plain = protocol !== 'https:' ? [callers.length > 0 ? wrong(`${shown(publicUrl)} n’est pas en https, et ${by} n’appelle qu’en https : mettez un certificat sur le proxy, et https:// dans PUBLIC_URL.`) : warning(`${shown(publicUrl)} n’est pas en https : ce qui s’y lit passe en clair.`)] : [];
  const heard = await ask(under(publicUrl, '/healthz'), { signal });
  if (heard.kind === 'silent') return finding(NAME, [...plain, wrong(`${shown(publicUrl)} ne répond pas (${heard.why}) : démarrez guichet, et faites-y mener le proxy (PORT, HOST).`)]);
  if (heard.status !== 200 || property(heard.body, 'status') !== 'ok') return finding(NAME, [...plain, wrong(`${shown(publicUrl)} ne mène pas à guichet (${heard.status}) : vérifiez PUBLIC_URL, et que le proxy laisse passer tous les chemins.`)]);
  return finding(NAME, [good(`guichet répond à ${shown(publicUrl)}`), ...plain]);
}
