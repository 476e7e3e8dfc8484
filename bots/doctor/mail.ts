import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import { addressOf } from '../mail.ts';
import { finding, good, property, unset, warning, wrong, type Finding, type Note } from './finding.ts';

const NAME = 'mail';

/** Whether the mail server takes us: connection, TLS, login. No mail is sent. `ms`: how long it may take. */
export async function checkMail({ smtpUrl, home }: Pick<Config, 'smtpUrl' | 'home'>, ms: number): Promise<Finding> {
  if (smtpUrl === undefined) return finding(NAME, [unset(`pas de serveur (SMTP_URL), les e-mails sont écrits dans ${path.join(home, 'mail')}`)]);
  const { hostname, username, password } = new URL(smtpUrl);
  if ([username, password].some((part) => !isDecodable(part))) return finding(NAME, [wrong('Le nom ou le mot de passe de SMTP_URL porte un signe % seul : écrivez-le %25.')]);
  const at = addressOf(smtpUrl);
  const tries = (requireTLS: boolean): Promise<Fault | undefined> => verified({ ...at, requireTLS, connectionTimeout: ms, greetingTimeout: ms, dnsTimeout: ms, socketTimeout: ms });

  const fault = await tries(!at.secure);
  const told = `${hostname}:${at.port}`;
  const accepted = good(at.auth === undefined ? `${told} répond, sans mot de passe` : `${told} accepte nos identifiants`);
  if (fault === undefined) return finding(NAME, [accepted, good('chiffré')]);
  // It speaks, but offers no TLS: guichet would go on without.
  if (fault.atTls && fault.answer >= 500) {
    const plain = await tries(false);
    if (plain === undefined) return finding(NAME, [accepted, isHere(at.host) ? good('en clair, sur cette machine') : warning('Ce serveur ne propose pas de chiffrement : les codes y passent en clair. Prenez son adresse smtps://, ou un autre serveur.')]);
    return finding(NAME, [noteOf(plain, told)]);
  }
  return finding(NAME, [noteOf(fault, told)]);
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

const isHere = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

interface Fault {
  readonly code: string;
  /** 0: none. */
  readonly answer: number;
  readonly atTls: boolean;
  /** Of the socket or of OpenSSL. */
  readonly reason: string;
}

async function verified(options: Parameters<typeof createTransport>[0]): Promise<Fault | undefined> {
  const transport = createTransport(options);
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    const word = (value: unknown): string => (typeof value === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(value) ? value : '');
    const code = word(property(error, 'code'));
    // What the server said may quote our login: its number alone is told.
    const found = error instanceof Error ? /\b(E[A-Z]{4,15}|[A-Z]+(?:_[A-Z]+)*_CERT(?:_[A-Z]+)*|CERT_[A-Z_]+)\b/.exec(`${word(property(error.cause, 'code'))} ${error.message.slice(0, 80)}`)?.[1] : undefined;
    return { code, answer: Number(property(error, 'responseCode') ?? 0), atTls: code === 'ETLS', reason: found ?? (error instanceof Error && /self[- ]signed|certificate|altnames/i.test(error.message) ? 'CERT' : '') };
  } finally {
    transport.close();
  }
}

function noteOf({ code, answer, reason }: Fault, told: string): Note {
  const number = answer === 0 ? '' : ` (${answer})`;
  if (code === 'EAUTH') return wrong(`${told} refuse nos identifiants${number} : vérifiez le nom et le mot de passe de SMTP_URL chez votre fournisseur (les signes spéciaux s’y écrivent en %xx).`);
  if (reason.includes('CERT')) return wrong(`Le certificat de ${told} n’est pas accepté : prenez le nom du serveur qui est dans son certificat, ou renouvelez-le.`);
  if (code === 'EDNS' || reason === 'ENOTFOUND') return wrong(`${told} est introuvable : vérifiez le nom du serveur dans SMTP_URL.`);
  if (code === 'ETIMEDOUT') return wrong(`${told} ne répond pas à temps : vérifiez le port de SMTP_URL, et que cette machine a le droit de sortir vers lui (beaucoup d’hébergeurs ferment le port 25).`);
  if (reason === 'ECONNREFUSED') return wrong(`${told} refuse la connexion : vérifiez le nom et le port de SMTP_URL.`);
  return wrong(`${told} ne répond pas comme un serveur d’e-mails${number}${code === '' ? '' : ` [${code}]`} : vérifiez SMTP_URL (smtps:// pour le port 465, smtp:// pour 587).`);
}
