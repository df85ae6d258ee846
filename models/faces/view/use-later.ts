import { useEffect, useState } from "preact/hooks";

/** A value once it has rested for some milliseconds: for what is too much work to follow a moving slider. */
export function useLater<Value>(value: Value, milliseconds: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
