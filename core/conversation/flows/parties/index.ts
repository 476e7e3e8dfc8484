export { parties } from './list.ts';
export { party } from './name.ts';
