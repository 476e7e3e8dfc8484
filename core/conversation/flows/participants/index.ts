export { editperson } from './edit.ts';
export { newperson } from './add.ts';
export { participants } from './list.ts';
export { participantsOnHome } from './home.ts';
export { peoplelist } from './import.ts';
