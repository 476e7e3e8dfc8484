import { message, paragraph } from '../../messages/build.ts';
import { DROP, heldAtNight, type Pushed } from './push.ts';

/** A chat was tied to the account by a code (A2): told in its other chats; its detail is the channel and the instant. Untied meanwhile: nothing. */
export const tied: Pushed = async (writing) => {
  const { detail, store, say, button } = writing;
  const [channel, since] = [String(detail['channel']), new Date(Number(detail['since']))];
  const stands = channel === 'web' || (await store.account.conversations(0)).some((one) => one.channel === channel && one.linkedAt.getTime() === since.getTime());
  if (!stands) return DROP;
  return heldAtNight(writing) ?? {
    send: message([paragraph(channel === 'web' ? say.chats.entered(since) : say.chats.tied(channel, since)), paragraph(say.chats.notYou)], [{ id: button('chats', 'open'), label: say.chats.open, style: 'primary' }]),
    elsewhere: { channel, since },
  };
};
