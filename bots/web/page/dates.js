/** Days and hours as they are said in French or English, in the time zone of the device. */
import { language } from './words.js';

const formats = (locale) => ({ weekday: new Intl.DateTimeFormat(locale, { weekday: 'long' }), month: new Intl.DateTimeFormat(locale, { month: 'long' }) });
const FORMATS = { fr: formats('fr-FR'), en: formats('en-GB') };

/** @param {string} at ISO instant @returns {string} 'vendredi 20 novembre', 'Friday 20 November' */
export function dayOf(at) {
  const date = new Date(at);
  const { weekday, month } = FORMATS[language()];
  const number = date.getDate();
  return `${weekday.format(date)} ${number === 1 && language() === 'fr' ? '1er' : number} ${month.format(date)}`;
}

/** @param {string} at ISO instant @returns {string} 'à 14 h 05', 'à 20 h'; 'at 2:05 pm', 'at 8 pm' */
export function hourOf(at) {
  const date = new Date(at);
  const hours = date.getHours();
  const minutes = date.getMinutes();
  const two = `${minutes < 10 ? '0' : ''}${minutes}`;
  if (language() === 'en') return `at\u00a0${hours % 12 || 12}${minutes === 0 ? '' : `:${two}`}\u00a0${hours < 12 ? 'am' : 'pm'}`;
  return `à\u00a0${hours}\u00a0h${minutes === 0 ? '' : `\u00a0${two}`}`;
}
