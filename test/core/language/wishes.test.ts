import { describe, expect, test } from 'vitest';
import { understand } from '../../../core/language/understand.ts';
import { readMoments, readSwitch } from '../../../core/language/wishes.ts';

/** '+12 -3 540-1020': days alone, days too, days left out, and minutes. */
function told(text: string): string {
  const read = readMoments(text);
  if (read === undefined || read === 'unclear') return read ?? '';
  const { days, hours, bare } = read;
  const signs = { only: '=', also: '+', not: '-' };
  const said = hours === undefined ? [] : [hours === 'any' ? 'any' : `${hours.not ? 'not ' : ''}${hours.from ?? ''}..${hours.until ?? ''}`];
  return [...days.map((one) => `${signs[one.change]}${one.days.join('')}`), ...said, ...(bare ? ['?'] : [])].join(' ');
}

describe('X6 own days and hours, as they are typed', () => {
  test.each([
    ['du lundi au vendredi', '=12345'],
    ['Du vendredi au lundi', '=5671'],
    ['en semaine', '=12345'],
    ['lundi, mardi et jeudi', '=1 =2 =4'],
    ['seulement le mardi', '=2'],
    ['tous les jours', '=1234567'],
    ['pas le mercredi', '-3'],
    ['sauf le week-end', '-67'],
    ['pas le mercredi ni le dimanche', '-3 -7'],
    ['le samedi aussi', '+6'],
    ['aussi le samedi', '+6'],
    ['de 9h à 17h', '540..1020'],
    ['9 h – 17 h', '540..1020'],
    ['de 9 à 17', '540..1020'],
    ['entre 8h30 et 12h', '510..720'],
    ['le matin', '480..720'],
    ['l’après-midi', '840..1200'],
    ['toute la journée', 'any'],
    ['n’importe quand', '=1234567 any'],
    ['à partir de 10 h', '600..'],
    ['pas avant 9h', '540..'],
    ['ne me dérangez pas après 18 h', '..1080'],
    ['ne me dérangez que le matin', '480..720'],
    ['ne me dérangez pas le matin', 'not 0..720'],
    ['ne me dérangez pas entre 12h et 14h', 'not 720..840'],
    ['heures calmes de 20h à 8h', 'not 1200..1920'],
    ['de 22h à 6h', '1320..1800'],
    ['du lundi au vendredi de 9h à 17h', '=12345 540..1020'],
    ['tous les jours sauf le mercredi, de 9h à 17h', '=1234567 -3 540..1020'],
    ['couper les rappels le week-end', '-67'],
    ['mes notifications du lundi au jeudi', '=1234'],
    ['from 9 to 5', '540..1020'],
    ['from 9 am to 5 pm', '540..1020'],
    ['not on Wednesdays', '-3'],
    ['only in the morning', '480..720'],
    ['Monday to Friday', '=12345'],
    ['all day long', 'any'],
  ])('%s', (text, expected) => expect(told(text)).toBe(expected));

  test.each([
    ['samedi', '=6 ?'],
    ['le week-end', '=67 ?'],
    ['mercredi de 9h à 12h', '=3 540..720 ?'],
  ])('a day alone may mean the next one: %s', (text, expected) => expect(told(text)).toBe(expected));

  test.each(['concert samedi à 20h', 'demain matin', 'ce week-end', 'pas le mercredi matin', 'ne me dérangez pas, sauf le mercredi', 'le matin et le soir', 'réserver pour Malika lundi et mardi'])('understood in full or not at all: %s', (text) => expect(told(text)).toBe('unclear'));
  test.each(['mes notifications', 'ne plus recevoir de rappels', '8', 'cirque', '', '👍'])('says nothing of when: %s', (text) => expect(told(text)).toBe(''));
});

describe('X6 one kind of news, as it is typed', () => {
  test.each([
    ['sans la veille', 'practical off'],
    ['avec la veille', 'practical on'],
    ['plus de notifications d’ouverture', 'opened off'],
    ['remettre les ouvertures', 'opened on'],
    ['couper le lendemain', 'attendance off'],
    ['without the day before', 'practical off'],
    ['pas d’e-mail', 'mail off'],
    ['aussi par e-mail', 'mail on'],
  ])('%s', (text, expected) => {
    const said = readSwitch(text);
    expect(`${said?.what ?? ''} ${said?.on === true ? 'on' : 'off'}`).toBe(expected);
  });
  test.each(['présence', 'e-mail', 'concert la veille de Noël', 'sans la présence de Malika', 'avec et sans la veille', 'pas le mercredi'])('is none of it: %s', (text) => expect(readSwitch(text)).toBeUndefined());
});

describe('X2 X6 what is about notifications, and what is not', () => {
  const people = [{ id: 'malika', first: 'Malika', last: 'Koné' }];
  const intent = (text: string): string => understand(text, { at: new Date('2026-11-20T10:00:00Z'), zone: 'Europe/Paris', lang: 'fr', people }).intent;

  test.each([
    'mes notifications', 'notifications', 'Rappels', 'régler les rappels', 'ne plus recevoir de rappels', 'je ne veux plus de rappels', 'ne me dérangez pas le mercredi', 'ne me dérangez pas avant 9h', 'pas de rappels le mercredi',
    'arrêter les notifications', 'rappels seulement le matin', 'notifications de 9h à 17h', 'ne m’écrivez pas le week-end', 'my notifications', 'quiet hours', 'don’t disturb me on Wednesdays', 'no reminders',
  ])('%s', (text) => expect(intent(text)).toBe('notices'));

  test.each([
    ['notifie-moi à l’ouverture', 'opening'],
    ['remind me when it opens', 'opening'],
    ['prévenez-moi quand ça ouvre', 'opening'],
    ['rappelle-moi à l’ouverture', 'search'],
    ['Le dernier rappel', 'search'],
    ['Ne pas déranger', 'search'],
    ['Malika ne vient pas mercredi', 'cancel'],
    ['n’envoyez pas les billets à Malika', 'search'],
  ])('%s → %s', (text, expected) => expect(intent(text)).toBe(expected));
});
