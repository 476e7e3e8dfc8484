/** Days and hours as they are said in French, in the time zone of the device. */

const weekday = new Intl.DateTimeFormat('fr-FR', { weekday: 'long' });
const month = new Intl.DateTimeFormat('fr-FR', { month: 'long' });

/** @param {string} at ISO instant @returns {string} 'vendredi 20 novembre' */
export function dayOf(at) {
  const date = new Date(at);
  const number = date.getDate();
  return `${weekday.format(date)} ${number === 1 ? '1er' : number} ${month.format(date)}`;
}

/** @param {string} at ISO instant @returns {string} 'à 14 h 05', 'à 20 h' */
export function hourOf(at) {
  const date = new Date(at);
  const minutes = date.getMinutes();
  const rest = minutes === 0 ? '' : `\u00a0${minutes < 10 ? '0' : ''}${minutes}`;
  return `à\u00a0${date.getHours()}\u00a0h${rest}`;
}
