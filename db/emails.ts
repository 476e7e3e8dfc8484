/** An address as it is compared: `email_index` is the keyed hash of this. */
export const normalEmail = (email: string): string => email.normalize('NFC').trim().toLowerCase();

/** At most one mail an account in each quarter of an hour, however often it is asked for. */
export const mailBucket = (now: Date): string => String(Math.floor(now.getTime() / 900_000));
