import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

/** Milliseconds that the local cloud's clock is ahead of the browser's. */
export const CloudTime = createContext(0);

/** The local cloud's time, epoch ms, read again every second: between two reads of the state the page counts along. */
export function useCloudNow(): number {
  const ahead = useContext(CloudTime);
  const [now, setNow] = useState(() => Date.now() + ahead);
  useEffect(() => {
    const tick = () => setNow(Date.now() + ahead);
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [ahead]);
  return now;
}
