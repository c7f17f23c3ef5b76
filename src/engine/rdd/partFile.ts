/** `part-00003`. */
export const partFile = (index: number): string => `part-${String(index).padStart(5, '0')}`;
