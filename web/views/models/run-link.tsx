/** The report of the run that a version came from, where this server has the run: a published model may come from elsewhere. */
import { useEffect, useState } from "preact/hooks";

/** Nothing until the server has said that it has the report. */
export function RunLink({ address, label }: { readonly address: string; readonly label: string }) {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    setIsThere(false);
    fetch(address, { method: "HEAD", signal: leaving.signal }).then(
      ({ ok }) => setIsThere(ok),
      (error: unknown) => {
        // Without a network there is no link; anything else is a fault of ours.
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      },
    );
    return () => leaving.abort();
  }, [address]);
  return isThere ? (
    <p>
      <a href={address}>{label}</a>
    </p>
  ) : null;
}
