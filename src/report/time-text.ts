/** `2026-11-25 14:10 UTC`, from RFC 3339 as JavaScript writes it. */
export const timeText = (at: string): string => at.replace(/^(\S+)T(\d\d:\d\d).*$/, '$1 $2 UTC');
