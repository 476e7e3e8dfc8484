import { answers } from './answers.ts';
import { booking } from './booking.ts';
import { chats } from './chats.ts';
import { conversation } from './conversation.ts';
import { pushes } from './pushes.ts';
import type { Dialogue } from './talker.ts';
import { visits } from './visits.ts';

/** What every channel must be able to do, each played on a structure of its own. */
export const dialogues: readonly Dialogue[] = [...booking, ...conversation, ...chats, ...visits, ...answers, ...pushes];
