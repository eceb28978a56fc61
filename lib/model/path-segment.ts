/** A segment of a page's address as the router hands it over, still percent-encoded. What is no valid encoding is taken as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
