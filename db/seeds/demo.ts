import type { DemoAccount } from '../../core/ports.ts';
import type { Database } from '../connection.ts';
import type { Keyring } from '../keys.ts';
export async function loadDemo(_options: { admin: Database; app: Database; keys: Keyring; start: Date }): Promise<boolean> { return false; }
export async function demoAccounts(_app: Database, _keys: Keyring): Promise<DemoAccount[]> { return []; }
