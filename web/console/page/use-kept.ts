import { useState } from 'preact/hooks';

/** A text that survives a reload of this page, in this tab of the browser. */
export function useKept(name: string): readonly [value: string, keep: (value: string) => void] {
  const [value, setValue] = useState(() => sessionStorage.getItem(name) ?? '');
  const keep = (next: string) => {
    sessionStorage.setItem(name, next);
    setValue(next);
  };
  return [value, keep];
}
