export { editperson } from './edit.ts';
export { newperson } from './add.ts';
export { participants } from './list.ts';
export { peoplelist } from './import.ts';
