import { fr, type Strings } from './fr.ts';
import type { Times } from './times.ts';

export const en = (at: Times): Strings => fr(at);
