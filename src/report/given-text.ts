/** An answer as it is shown: on one line, as one from stdin is not. */
export const givenText = (given: string): string => JSON.stringify(given.trim().replace(/\s+/g, ' '));
