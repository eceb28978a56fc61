/** Remembers what `of` answered for an object as long as the object lives. For answers that follow from it alone. */
export function memoByObject<Value extends object, Answer extends string | number | boolean>(
  of: (value: Value) => Answer,
): (value: Value) => Answer {
  const known = new WeakMap<Value, Answer>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const answer = of(value);
    known.set(value, answer);
    return answer;
  };
}
