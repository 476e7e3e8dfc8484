import type { Lang } from './plural.ts';
import { dayFull, hour, inHowLong, relativeDay, whenFull, whenShort } from './when.ts';

/** Dates as people say them, from the instant of the turn. `zone`: of the performance, else the programme's. */
export interface Times {
  /** 'samedi 28 novembre à 20 h' */
  full(at: Date, zone?: string): string;
  /** 'sam. 28 nov. 20 h' */
  short(at: Date, zone?: string): string;
  /** 'samedi 28 novembre' */
  day(at: Date, zone?: string): string;
  hour(at: Date, zone?: string): string;
  /** 'aujourd’hui', 'demain', else nothing. */
  relative(at: Date, zone?: string): string | undefined;
  /** 'dans 22 heures' */
  wait(until: Date): string;
}

export function times(lang: Lang, { now, zone }: { now: Date; zone: string }): Times {
  return {
    full: (at, z = zone) => whenFull(at, z, lang, now),
    short: (at, z = zone) => whenShort(at, z, lang),
    day: (at, z = zone) => dayFull(at, z, lang, now),
    hour: (at, z = zone) => hour(at, z, lang),
    relative: (at, z = zone) => relativeDay(at, now, z, lang),
    wait: (until) => inHowLong(now, until, lang),
  };
}
