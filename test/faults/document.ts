import { availableParallelism, totalmem } from 'node:os';

/** What one run noted (report.ts). */
export type Counts = Readonly<Record<string, number | string>>;

type Lines = readonly (readonly [name: string, what: string])[];

const DONE_TO_IT: Lines = [
  ['seconds', 'seconds of load and faults'],
  ['kills', 'processes killed at a random moment (kill -9)'],
  ['sendersKilled', 'processes killed after the platform took their message, before they heard of it'],
  ['mailersKilled', 'processes killed after the mail server took their mail, before they heard of it'],
  ['crashes', 'PostgreSQL killed (kill -9 of the whole server)'],
  ['commitsUnanswered', 'connections cut after COMMIT was sent, before its answer'],
  ['intakesUnanswered', 'connections cut after a message was stored, before the answer'],
  ['told429', 'sends that the platform answered with 429'],
  ['told500', 'sends that the platform answered with 500'],
  ['takenUnanswered', 'sends that the platform took without an answer'],
  ['again', 'deliveries to us that nobody acknowledged, made again'],
  ['repeated', 'deliveries to us made once more although acknowledged'],
];

const CAME_OF_IT: Lines = [
  ['accepted', 'messages acknowledged: each stored once, dealt with once, answered'],
  ['booked', 'seats held at the end'],
  ['waiting', 'people waiting at the end, none of them eligible beside a vacant seat'],
  ['promoted', 'people given a seat that came free, each told once'],
  ['sent', 'parts of messages sent and marked, each taken by the platform'],
  ['doubled', 'parts that the platform took once more (below)'],
  ['mailed', 'mails sent and marked, each taken by the mail server'],
  ['mailedTwice', 'mails that it took once more, known by their Message-ID'],
  ['secondsToHeal', 'seconds from the last fault until nothing waited any more'],
];

const DOUBLES: Lines = [
  ['afterSilence', 'after the platform said nothing'],
  ['afterDeath', 'after the sender was killed'],
  ['mostOfOneDeath', 'most of one death'],
  ['afterCrash', 'after PostgreSQL was killed, while the mark could not be made (the test fails)'],
  ['unexplained', 'after anything else (the test fails)'],
];

const ROLLING: Lines = [
  ['processes', 'processes, each replaced by another and then told to stop (SIGTERM), in turn'],
  ['restarts', 'restarts in all'],
  ['slowestStopMs', 'milliseconds that the slowest took to end, by itself'],
  ['accepted', 'messages acknowledged meanwhile: each dealt with once, answered'],
  ['again', 'messages that nobody acknowledged at first'],
  ['promoted', 'people given a seat that came free, each told once'],
  ['sent', 'parts of messages sent'],
  ['mailed', 'mails sent'],
  ['doubled', 'parts that came twice (the test fails on one)'],
  ['mailedTwice', 'mails that came twice (the test fails on one)'],
];

const PACE: Lines = [
  ['reminders', 'reminders due at one instant, a chat each'],
  ['processes', 'processes that send them'],
  ['took', 'messages that the platform took'],
  ['chats', 'chats that they went to'],
  ['allowedPerSecond', 'a second that the platform takes'],
  ['perSecond', 'a second that left'],
  ['shareOfAllowed', 'of what it takes'],
  ['seconds', 'seconds from the first to the last'],
  ['refused', 'told 429'],
  ['refusedAfterFirstSecond', 'of these after the first second'],
];

const shown = (value: number | string | undefined): string => (typeof value === 'number' ? value.toLocaleString('en-GB') : (value ?? '?'));
const table = (counts: Counts, lines: Lines): string => ['| | |', '|---:|---|', ...lines.map(([name, what]) => `| ${shown(counts[name])} | ${what} |`)].join('\n');

/** docs/reliability.md, in Markdown, with the counts of these runs. @throws Error when one of them is missing */
export function documentOf(runs: readonly Counts[]): string {
  const [kill, rolling, pace] = ['kill', 'rolling', 'pace'].map((name) => runs.find(({ run }) => run === name));
  if (kill === undefined || rolling === undefined || pace === undefined) throw new Error('a run noted nothing');
  const deaths = ['kills', 'sendersKilled', 'mailersKilled'].reduce((sum, name) => sum + Number(kill[name]), 0);
  return `# Reliability

Written by \`npm run faults\` (about a quarter of an hour; nothing else should run beside it): the numbers are those of the last run of each part, on ${availableParallelism()} cores with
${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, PostgreSQL ${kill['postgres'] ?? '?'}, all of it, the platform and the people included, on that one machine. The suite
plays the same in short form (\`test/faults/\`). A run is repeated by its seed as far as chance allows: \`GUICHET_SEED=${kill['seed'] ?? ''}\`.

## Whatever dies (X3 X4 X6)

${shown(kill['people'])} people book at ${shown(kill['outings'])} outings with room for half of them, a third of the places are given back, and some go on reading what they have;
three of four by Telegram's webhook, where they link their chats first, the fourth on the web page, with mails for what comes unasked. Four processes serve them. Each
person reads the answer before going on. Meanwhile:

${table(kill, DONE_TO_IT)}

A killed process is started again at once. The bot's platform, the way to the database and whoever brings the updates are the test's own; the
processes are started as an operator would. PostgreSQL does not wait for its disk: it is killed, the machine is not.

What came of it:

${table(kill, CAME_OF_IT)}

The test fails when a message is lost, stored or answered twice, when a seat is not as its person left it, a counter is wrong or a seat vacant while
somebody eligible waits, when somebody given a seat is not told exactly once, or when something is marked as sent that the platform never took.

**Doubles.** A platform that takes a message and does not say so is asked again, and so it is when the sender dies before its mark (X6). Platforms have no
key by which a send could be recognised; a mail has one, and mail programs show one that comes twice once. A process has one message of a channel at a time between
what the platform takes and its mark (\`bots/lane.ts\`), so that a death doubles one there: the test fails when it doubles two. Of the ${shown(kill['doubled'])}, for ${shown(kill['takenUnanswered'])} sends without an answer and ${shown(deaths)} deaths of a process, these can be told apart (not what people asked for twice themselves):

${table(kill, DOUBLES)}

**Waiting.** What a dead process was sending is another's after the 12 s of its lease.

## Restarted one after the other (X4)

The same people, ${shown(rolling['people'])} of them, with nothing going wrong but that every process is replaced:

${table(rolling, ROLLING)}

## Ten thousand reminders at one instant (X6)

${table(pace, PACE)}

All processes share one pace in the database. The platform of the test refuses whatever comes faster than it allows, a second and
a chat; it shares the machine with the senders, and what was refused came where that stood still for a moment. It is sent again, once. One process has one message
of a channel on its way at a time: where a platform takes longer than a thirtieth of a second to answer, several processes with the role \`worker\` keep this pace.

## Other servers

\`npm run test:servers\` runs the suite through PgBouncer in transaction mode and on PostgreSQL 15 (Debian's packages).
`;
}
