/**
 * Pictograms as strokes on a grid of 24 by 24, drawn for the project. Each stands beside its text (X7):
 * none says anything alone, and all are one dark colour, so that a photocopy keeps them.
 */
export const pictograms = {
  calendar: 'M3 5h18v16H3z M3 10h18 M8 2v5 M16 2v5 M7.5 14h2 M14.5 14h2 M7.5 17.5h2 M14.5 17.5h2',
  place: 'M12 22C8 16.5 5 13 5 9a7 7 0 0 1 14 0c0 4-3 7.500-7 13z M12 6.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5z',
  access: 'M5 4h14v13H5z M5 12h14 M8 17v3 M16 17v3 M8 14.500h1 M15 14.500h1 M3 7v3 M21 7v3',
  person: 'M12 3a4.200 4.200 0 1 0 0 8.400a4.200 4.200 0 1 0 0-8.400z M3.500 21.500c0-5 3.800-7.500 8.500-7.500s8.500 2.500 8.500 7.500z',
  number: 'M9.500 3L7 21 M17 3l-2.500 18 M4 9h17 M3 15h17',
  entrance: 'M11 2.500h9v19h-9 M2.500 12h11.500 M10 7.500l4.500 4.500l-4.500 4.500',
  phone: 'M7 2.500h10a1.500 1.500 0 0 1 1.500 1.500v16a1.500 1.500 0 0 1-1.500 1.500H7a1.500 1.500 0 0 1-1.500-1.500V4A1.500 1.500 0 0 1 7 2.500z M5.500 6h13 M5.500 17.500h13 M11.500 19.500h1',
  cannot: 'M12 2.500a9.500 9.500 0 1 0 0 19a9.500 9.500 0 1 0 0-19z M8 8l8 8 M16 8l-8 8',
} as const;

export type Pictogram = keyof typeof pictograms;
