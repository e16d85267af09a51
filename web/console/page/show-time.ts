/** `2026-01-05T09:00:12.000Z` → `01-05 09:00`, in UTC as the clock above; the day matters, for the clock may jump. */
export const showTime = (at: string): string => at.slice(5, 16).replace('T', ' ');
